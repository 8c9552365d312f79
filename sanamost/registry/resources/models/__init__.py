"""What clinics have and owe, days of capacity, and passports of a service."""

from sanamost.registry.resources.models.demand import (
    MonthPlan,
    Opening,
    Protection,
    Recipe,
    RecipeUse,
)
from sanamost.registry.resources.models.files import CapacityFile
from sanamost.registry.resources.models.passports import Passport
from sanamost.registry.resources.models.supply import (
    WORKING_DAYS,
    CapacityDay,
    Concession,
    Resource,
    ResourceBreak,
)
from sanamost.registry.resources.models.worths import UnitWorth

__all__ = [
    "WORKING_DAYS",
    "CapacityDay",
    "CapacityFile",
    "Concession",
    "MonthPlan",
    "Opening",
    "Passport",
    "Protection",
    "Recipe",
    "RecipeUse",
    "Resource",
    "ResourceBreak",
    "UnitWorth",
]
