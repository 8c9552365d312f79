"""Reference tables filled from the small files."""

import csv

import pytest

from sanamost.registry.catalogue import services

SMALL = [name for name in services.FILE_NAMES if not name.endswith(".gz")]


@pytest.fixture
def reference(db: None) -> None:
    """Countries, currencies, languages, regions, areas, profiles, specialities, holidays."""
    for file in SMALL:
        with (services.REFERENCE / file).open(encoding="utf-8", newline="") as stream:
            services.load_file(file=file, rows=csv.DictReader(stream))
