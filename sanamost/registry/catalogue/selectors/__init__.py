"""Reads of the catalogue."""

from sanamost.registry.catalogue.selectors.calendars import SpecialDay, special_days
from sanamost.registry.catalogue.selectors.medicine import (
    AreaChoice,
    DiagnosisFound,
    ServiceFound,
    areas,
    care_profiles,
    diagnoses,
    nomenclature,
    specialities,
)
from sanamost.registry.catalogue.selectors.reference import (
    Choice,
    CountryChoice,
    CurrencyChoice,
    LanguageChoice,
    RegionChoice,
    countries,
    currencies,
    languages_spoken,
    regions,
)

__all__ = [
    "AreaChoice",
    "Choice",
    "CountryChoice",
    "CurrencyChoice",
    "DiagnosisFound",
    "LanguageChoice",
    "RegionChoice",
    "ServiceFound",
    "SpecialDay",
    "areas",
    "care_profiles",
    "countries",
    "currencies",
    "diagnoses",
    "languages_spoken",
    "nomenclature",
    "regions",
    "special_days",
    "specialities",
]
