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
from sanamost.registry.catalogue.selectors.prices import (
    NoPrice,
    Offered,
    ServiceWithdrawn,
    group_choices,
    offered,
    price_list_on,
    price_of,
    services_of,
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
    "NoPrice",
    "Offered",
    "RegionChoice",
    "ServiceFound",
    "ServiceWithdrawn",
    "SpecialDay",
    "areas",
    "care_profiles",
    "countries",
    "currencies",
    "diagnoses",
    "group_choices",
    "languages_spoken",
    "nomenclature",
    "offered",
    "price_list_on",
    "price_of",
    "regions",
    "services_of",
    "special_days",
    "specialities",
]
