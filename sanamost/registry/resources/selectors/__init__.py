"""Reads of places and of passports."""

from sanamost.registry.resources.selectors.passports import (
    Filled,
    access_passport,
    brought_of,
    figures_of,
    newest_before,
    newest_by_clinic,
    own_passports,
)
from sanamost.registry.resources.selectors.places import free_weeks, places_in_week, weeks_of

__all__ = [
    "Filled",
    "access_passport",
    "brought_of",
    "figures_of",
    "free_weeks",
    "newest_before",
    "newest_by_clinic",
    "own_passports",
    "places_in_week",
    "weeks_of",
]
