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
from sanamost.registry.resources.selectors.months import (
    ResourceMonth,
    StateUse,
    every_recipe,
    every_resource,
    granted_concessions,
    resource_months,
    state_uses,
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
    live_recipes,
    needs,
    recipe_for,
    uses_of,
)

__all__ = [
    "HORIZON",
    "Filled",
    "FreeDay",
    "ResourceMonth",
    "StateUse",
    "Uses",
    "access_passport",
    "arrival_days",
    "brought_of",
    "days_of",
    "every_recipe",
    "every_resource",
    "figures_of",
    "free_days",
    "granted_concessions",
    "live_recipes",
    "nearest_openings",
    "needs",
    "newest_before",
    "newest_by_clinic",
    "opening_of",
    "own_passports",
    "recipe_for",
    "resource_months",
    "resources_of",
    "state_uses",
    "uses_of",
]
