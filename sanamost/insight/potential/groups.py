"""Groups of countries from which patients come, as data: no country stands in two of them."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "reference" / "country_groups.csv"
LANGUAGES = ("en", "ru", "zh-hans", "ar")
ANY = "any"
"""Patients of whom nobody has said where they come from: they pay what other foreigners pay."""


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """One group; `prices` says which prices of a clinic's list it pays."""

    code: str
    countries: frozenset[str]
    prices: str
    names: dict[str, str]


@lru_cache(maxsize=1)
def country_groups() -> dict[str, CountryGroup]:
    """Every group by its code, in the file's order; the last one is for all other countries."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return {
            row["code"]: CountryGroup(
                code=row["code"],
                countries=frozenset(row["countries"].split()),
                prices=row["prices"],
                names={language: row[language] for language in LANGUAGES},
            )
            for row in csv.DictReader(stream)
        }
