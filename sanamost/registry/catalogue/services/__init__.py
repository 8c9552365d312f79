"""Writes to the catalogue."""

from sanamost.registry.catalogue.services.prices import (
    PriceListClosed,
    PriceRow,
    ServiceFacts,
    UnknownService,
    enter_service,
    enter_services,
    publish_price_list,
    withdraw_service,
)
from sanamost.registry.catalogue.services.reference import (
    FILE_NAMES,
    REFERENCE,
    CatalogueFile,
    is_loaded,
    load_file,
    note_edition,
)

__all__ = [
    "FILE_NAMES",
    "REFERENCE",
    "CatalogueFile",
    "PriceListClosed",
    "PriceRow",
    "ServiceFacts",
    "UnknownService",
    "enter_service",
    "enter_services",
    "is_loaded",
    "load_file",
    "note_edition",
    "publish_price_list",
    "withdraw_service",
]
