"""What is offered, in which words and codes, and for how much."""

from sanamost.registry.catalogue.models.calendars import Holiday
from sanamost.registry.catalogue.models.imports import (
    ImportRow,
    PriceListColumns,
    PriceListImport,
)
from sanamost.registry.catalogue.models.medicine import (
    Area,
    CareProfile,
    Diagnosis,
    NomenclatureService,
    Speciality,
)
from sanamost.registry.catalogue.models.prices import Price, PriceList, Service
from sanamost.registry.catalogue.models.reference import (
    Country,
    Currency,
    Language,
    ReferenceEdition,
    Region,
)
from sanamost.registry.catalogue.models.search import SearchChange
from sanamost.registry.catalogue.models.texts import ServiceText, ShownText

__all__ = [
    "Area",
    "CareProfile",
    "Country",
    "Currency",
    "Diagnosis",
    "Holiday",
    "ImportRow",
    "Language",
    "NomenclatureService",
    "Price",
    "PriceList",
    "PriceListColumns",
    "PriceListImport",
    "ReferenceEdition",
    "Region",
    "SearchChange",
    "Service",
    "ServiceText",
    "ShownText",
    "Speciality",
]
