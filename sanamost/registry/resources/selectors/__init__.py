"""Reads of capacity and of passports."""

from sanamost.registry.resources.selectors.days import (
    HORIZON,
    FreeDay,
    Uses,
    days_of,
    free_days,
    nearest_openings,
    opening_of,
    resources_of,
)
from sanamost.registry.resources.selectors.passports import (
    Filled,
    access_passport,
    brought_of,
    figures_of,
    newest_before,
    newest_by_clinic,
    own_passports,
)
from sanamost.registry.resources.selectors.recipes import (
    arrival_days,
    as_engine,
    beds_of,
    live_recipes,
    needs,
    recipe_for,
    uses_of,
)
from sanamost.registry.resources.selectors.standing import (
    access_resource,
    breaks_between,
    concessions_on,
    short_days,
)

__all__ = [
    "HORIZON",
    "Filled",
    "FreeDay",
    "Uses",
    "access_passport",
    "access_resource",
    "arrival_days",
    "as_engine",
    "beds_of",
    "breaks_between",
    "brought_of",
    "concessions_on",
    "days_of",
    "figures_of",
    "free_days",
    "live_recipes",
    "nearest_openings",
    "needs",
    "newest_before",
    "newest_by_clinic",
    "opening_of",
    "own_passports",
    "recipe_for",
    "resources_of",
    "short_days",
    "uses_of",
]
