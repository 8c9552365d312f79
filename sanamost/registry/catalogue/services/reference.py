"""Loading the reference files that ship with the package (reference/SOURCES.md)."""

import dataclasses
import datetime as dt
import json
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping

from django.db import models

from sanamost.engines.search import search_key
from sanamost.foundation.bulk import Outcome, Target, merge
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.editions import SERVICES_EDITION
from sanamost.registry.catalogue.models import (
    Area,
    CareProfile,
    Country,
    Currency,
    Diagnosis,
    Holiday,
    Language,
    NomenclatureService,
    ReferenceEdition,
    Region,
    Speciality,
)

NAMED = ("en", "ru", "zh-hans", "ar")

Row = Mapping[str, str]
Value = str | int | None


def names_of(row: Row) -> str:
    """The row's names as JSON; a language without a name is left out."""
    names = {language: row[language] for language in NAMED if row.get(language)}
    return json.dumps(names, ensure_ascii=False, sort_keys=True)


@dataclasses.dataclass(frozen=True)
class CatalogueFile:
    """One file: the model it fills, the key of its rows, and how a row becomes each field."""

    file: str
    model: type[models.Model]
    key: tuple[str, ...]
    fields: Mapping[str, Callable[[Row], Value]]

    def rows(self, rows: Iterable[Row]) -> Iterator[tuple[Value, ...]]:
        """The rows as the table takes them."""
        makers = tuple(self.fields.values())
        return (tuple(make(row) for make in makers) for row in rows)


def as_is(*columns: str) -> dict[str, Callable[[Row], Value]]:
    """Fields that take the column of their own name; an empty one stays an empty text."""
    return {column: operator.itemgetter(column) for column in columns}


def or_null(*columns: str) -> dict[str, Callable[[Row], Value]]:
    """Fields that take the column of their own name; an empty one is unknown."""

    def taking(column: str) -> Callable[[Row], Value]:
        return lambda row: row[column] or None

    return {column: taking(column) for column in columns}


NAMES: dict[str, Callable[[Row], Value]] = {"names": names_of}
DIAGNOSES_EDITION = "2.27"

# In this order: what others point at comes first.
FILES = (
    CatalogueFile(
        "currencies.csv",
        Currency,
        ("code",),
        as_is("code", "numeric", "symbol") | or_null("exponent") | NAMES,
    ),
    CatalogueFile(
        "countries.csv",
        Country,
        ("code",),
        as_is("code", "alpha3", "numeric", "calling_code")
        | {"currency_code": lambda row: row["currency"]}
        | NAMES,
    ),
    CatalogueFile("languages.csv", Language, ("code",), as_is("code", "rtl", "self_name") | NAMES),
    CatalogueFile(
        "regions.csv",
        Region,
        ("code",),
        as_is("code", "iso", "okato", "oktmo", "kind", "utc_offset") | NAMES,
    ),
    CatalogueFile("areas.csv", Area, ("code",), as_is("code", "position") | NAMES),
    CatalogueFile(
        "care_profiles.csv",
        CareProfile,
        ("code",),
        as_is("code", "valid_from")
        | or_null("area", "valid_until")
        | {"name_ru": lambda row: row["ru"]}
        | NAMES,
    ),
    CatalogueFile("specialities.csv", Speciality, ("code",), as_is("code") | NAMES),
    CatalogueFile(
        "nomenclature_804n.csv.gz",
        NomenclatureService,
        ("code",),
        as_is("code", "section", "kind", "name", "name_is_cut")
        | or_null("parent")
        | {
            "search_key": lambda row: search_key(row["name"]),
            "edition": lambda _: SERVICES_EDITION,
        },
    ),
    CatalogueFile(
        "diagnoses_icd10.csv.gz",
        Diagnosis,
        ("code",),
        as_is("code", "kind", "actual", "name_ru")
        | or_null("parent")
        | {
            "search_key": lambda row: search_key(row["name_ru"]),
            "edition": lambda _: DIAGNOSES_EDITION,
        },
    ),
    CatalogueFile(
        "holidays.csv",
        Holiday,
        ("calendar", "day"),
        as_is("calendar", "day", "kind", "provisional", "source") | NAMES,
    ),
)
FILE_NAMES = tuple(known.file for known in FILES)


def load_file(*, file: str, rows: Iterable[Row]) -> Outcome:
    """Bring the catalogue's table of this file to its rows; codes that left the file stay.

    Raises `DuplicateKey` when two rows have one code and KeyError for a file or column unknown.
    """
    found = next((known for known in FILES if known.file == file), None)
    if found is None:
        raise KeyError(file)
    target = Target(found.model, tuple(found.fields), found.key)
    outcome = merge(target, found.rows(rows))
    remembering.forget()
    return outcome


def is_loaded(*, file: str, digest: str) -> bool:
    """Whether the tables hold just this content of the file."""
    return ReferenceEdition.objects.filter(file=file, digest=digest).exists()


def note_edition(*, file: str, digest: str, rows: int, now: dt.datetime) -> None:
    """Remember that the tables hold this content of the file."""
    ReferenceEdition.objects.update_or_create(
        file=file, defaults={"digest": digest, "rows": rows, "loaded_at": now}
    )
