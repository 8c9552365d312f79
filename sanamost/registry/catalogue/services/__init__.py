"""Writes to the catalogue."""

from sanamost.registry.catalogue.services.reference import (
    FILE_NAMES,
    REFERENCE,
    CatalogueFile,
    is_loaded,
    load_file,
    note_edition,
)

__all__ = ["FILE_NAMES", "REFERENCE", "CatalogueFile", "is_loaded", "load_file", "note_edition"]
