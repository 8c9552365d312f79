"""The state nomenclature as price lists are checked against it."""

import csv
import gzip
import io
from collections.abc import Iterator

from django.db import DatabaseError

from sanamost.engines.price_lists import Nomenclature
from sanamost.registry.catalogue.editions import REFERENCE, SERVICES_EDITION
from sanamost.registry.catalogue.models import NomenclatureService
from sanamost.registry.catalogue.remembering import remembered


def official_services() -> Nomenclature:
    """The services in force: from the table, or from the file of the package where it is empty."""
    return _kept()[0]


@remembered
def _kept() -> tuple[Nomenclature, ...]:
    try:
        rows = list(NomenclatureService.objects.values_list("code", "name").iterator())
    except DatabaseError:
        rows = []
    return (Nomenclature(rows or _from_file(), edition=SERVICES_EDITION),)


def _from_file() -> Iterator[tuple[str, str]]:
    packed = (REFERENCE / "nomenclature_804n.csv.gz").read_bytes()
    text = io.StringIO(gzip.decompress(packed).decode("utf-8"), newline="")
    for row in csv.DictReader(text):
        yield row["code"], row["name"]
