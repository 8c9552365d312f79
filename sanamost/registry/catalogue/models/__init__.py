"""What is offered, in which words and codes, and for how much."""

from sanamost.registry.catalogue.models.calendars import Holiday
from sanamost.registry.catalogue.models.medicine import (
    Area,
    CareProfile,
    Diagnosis,
    NomenclatureService,
    Speciality,
)
from sanamost.registry.catalogue.models.prices import (
    PatientGroup,
    Price,
    PriceList,
    Service,
    ServiceKind,
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
    "PatientGroup",
    "Price",
    "PriceList",
    "ReferenceEdition",
    "Region",
    "Service",
    "ServiceKind",
    "Speciality",
]
