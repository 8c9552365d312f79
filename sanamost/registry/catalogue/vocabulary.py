"""The words of the search: `reference/search_words.csv`, areas of care, titles of ICD-10."""

import csv
import gzip
import re
from collections.abc import Iterator, Sequence
from functools import cache

from sanamost.engines.search import Concept, Lexicon
from sanamost.registry.catalogue.editions import REFERENCE

LANGUAGES = ("en", "ru", "zh-hans", "ar")


@cache
def lexicon() -> Lexicon:
    """Every concept, read once a process.

    An area of care is one under `area:` and its code, a title of ICD-10 under `icd:` and its code.
    """
    concepts = list(_concepts())
    return Lexicon.of([*_diagnoses(concepts), *concepts, *_areas()])


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


def _diagnoses(concepts: Sequence[Concept]) -> Iterator[Concept]:
    """The titles of three signs: they lead where the dictionary's disease does, else to an area."""
    areas = list(_rows("diagnosis_areas.csv"))
    diseases = [one for one in concepts if one.kind == "disease"]
    for row in _rows("diagnoses_icd10.csv.gz"):
        code = row["code"]
        area = next((one["area"] for one in areas if one["first"] <= code <= one["last"]), "")
        phrases = _title_phrases(row["name_ru"])
        if not (re.fullmatch(r"[A-Z]\d\d", code) and row["actual"] == "1" and area and phrases):
            continue
        own = [one for one in diseases if any(begin[:3] == code for begin in one.codes)]
        leads = dict.fromkeys(to for one in own for to in (one.code, *one.leads_to))
        yield Concept(
            code=f"icd:{code}",
            kind="diagnosis",
            phrases={"ru": phrases},
            leads_to=tuple(leads) or (f"area:{area}",),
            codes=(code,),
        )


def _title_phrases(title: str) -> tuple[str, ...]:
    """How a title is said: "Гонартроз [артроз коленного сустава]" is two; the rest left out.

    "Other", "elsewhere" and "unspecified" are of the classification, not of what people have.
    """
    parts = re.split(r"[\[\]()]", re.sub(r",? не классифиц\w+.*|,? неуточненн\w+", "", title))
    said = [re.sub(r"^(Друг\w+|Неуточненн\w+) ", "", part.strip(" ,.;")) for part in parts[:2]]
    return tuple(dict.fromkeys(part for part in said if len(part) > 4))


def _rows(file: str) -> Iterator[dict[str, str]]:
    place = REFERENCE / file
    read = gzip.open if file.endswith(".gz") else open
    with read(place, "rt", encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))
