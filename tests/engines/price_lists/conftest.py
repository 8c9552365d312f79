"""The nomenclature of the package, read once."""

import csv
import gzip
import io
from pathlib import Path

import pytest

from sanamost.engines.price_lists import Nomenclature

FILE = Path("sanamost/registry/catalogue/reference/nomenclature_804n.csv.gz")
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def listed() -> Nomenclature:
    """Order 804н as the package ships it."""
    text = io.StringIO(gzip.decompress((ROOT / FILE).read_bytes()).decode(), newline="")
    return Nomenclature(
        ((row["code"], row["name"]) for row in csv.DictReader(text)), edition="2021"
    )
