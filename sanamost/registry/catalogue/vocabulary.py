"""The words of the search: what ships in `reference/search_words.csv`, and the areas of care."""

import csv
from collections.abc import Iterator
from functools import cache

from sanamost.engines.search import Concept, Lexicon
from sanamost.registry.catalogue.editions import REFERENCE

LANGUAGES = ("en", "ru", "zh-hans", "ar")


@cache
def lexicon() -> Lexicon:
    """Every concept, read once a process; an area of care is one under `area:` and its code."""
    return Lexicon.of([*_concepts(), *_areas()])


@cache
def concept_names(language: str) -> dict[str, str]:
    """What every concept is called in the language, by its code."""
    return {one.code: one.name(language) for one in (*_concepts(), *_areas())}


def _concepts() -> Iterator[Concept]:
    for row in _rows("search_words.csv"):
        yield Concept(
            code=row["code"],
            kind=row["kind"],
            phrases={language: _parts(row[language]) for language in LANGUAGES},
            leads_to=_parts(row["leads_to"]),
            codes=_parts(row["codes"]),
        )


def _areas() -> Iterator[Concept]:
    for row in _rows("areas.csv"):
        names = {language: (row[language],) for language in LANGUAGES}
        yield Concept(code=f"area:{row['code']}", kind="area", phrases=names)


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (REFERENCE / file).open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))
