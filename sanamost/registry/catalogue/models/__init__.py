"""What can be named, coded and chosen."""

from sanamost.registry.catalogue.models.calendars import Holiday
from sanamost.registry.catalogue.models.medicine import (
    Area,
    CareProfile,
    Diagnosis,
    NomenclatureService,
    Speciality,
)
from sanamost.registry.catalogue.models.reference import (
    Country,
    Currency,
    Language,
    ReferenceEdition,
    Region,
)

__all__ = [
    "Area",
    "CareProfile",
    "Country",
    "Currency",
    "Diagnosis",
    "Holiday",
    "Language",
    "NomenclatureService",
    "ReferenceEdition",
    "Region",
    "Speciality",
]
