"""The rules by which passports are judged: data with version, author, source and first day."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from sanamost.engines.passports import (
    Asked,
    Need,
    Risk,
    Rule,
    Rulebook,
    Sort,
    Standard,
    Weight,
)

FOLDER = Path(__file__).parent / "rules"
LANGUAGES = ("en", "ru", "zh-hans", "ar")


@dataclass(frozen=True, slots=True)
class Edition:
    """Rules for risks with the day from which they hold."""

    book: Rulebook
    valid_from: dt.date
    fresh_days: int
    """A passport older than this does not stand for its clinic any more."""


def edition_on(day: dt.date) -> Edition:
    """The rules for risks that hold on the day; the first ones for a day before all of them."""
    known = sorted(_editions(), key=lambda one: one.valid_from)
    return next((one for one in reversed(known) if one.valid_from <= day), known[0])


def standards_on(day: dt.date, area: str) -> list[Standard]:
    """The standards of the profile that hold on the day, each in its newest edition."""
    newest: dict[str, Standard] = {}
    for valid_from, standard in sorted(_standards(), key=lambda pair: pair[0]):
        if valid_from <= day and standard.area == area:
            newest[standard.code] = standard
    return list(newest.values())


def text_in(texts: Mapping[str, str], language: str) -> str:
    """The rule's words in the language, else in English."""
    return texts.get(language) or texts["en"]


def questions(standards: list[Standard]) -> list[Need]:
    """What only the clinic itself can answer."""
    return [need for one in standards for need in one.needs if need.asked is Asked.ANSWER]


def life_of(book: Rulebook, risk: Risk) -> int | None:
    """How many years equipment of the risk's kind serves, where that is what it is about."""
    return book.service_life.get(risk.subject) if risk.rule.sort is Sort.WORN_OUT else None


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition, ...]:
    return tuple(_edition(row) for row in _read("risks.toml")["edition"])


@lru_cache(maxsize=1)
def _standards() -> tuple[tuple[dt.date, Standard], ...]:
    return tuple((row["valid_from"], _standard(row)) for row in _read("standards.toml")["standard"])


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _edition(row: dict[str, Any]) -> Edition:
    book = Rulebook(
        version=row["version"],
        author=row["author"],
        source=row["source"],
        rules=tuple(_rule(one) for one in row["rule"]),
        service_life=dict(row["service_life"]),
    )
    return Edition(book, row["valid_from"], row["fresh_days"])


def _rule(row: dict[str, Any]) -> Rule:
    return Rule(
        code=row["code"],
        sort=Sort(row["sort"]),
        weight=Weight(row["weight"]),
        limit=Decimal(row["limit"]),
        names=_texts(row["names"]),
        words=_texts(row["words"]),
        source=row.get("source", ""),
        kinds=tuple(row.get("kinds", ())),
        scopes=tuple(row.get("scopes", ("clinic", "region"))),
    )


def _standard(row: dict[str, Any]) -> Standard:
    return Standard(
        code=row["code"],
        area=row["area"],
        version=row["version"],
        author=row["author"],
        source=row["source"],
        names=_texts(row["names"]),
        needs=tuple(_need(one) for one in row["need"]),
    )


def _need(row: dict[str, Any]) -> Need:
    return Need(
        code=row["code"],
        asked=Asked(row["asked"]),
        names=_texts(row["names"]),
        source=row["source"],
        confirmed=row["confirmed"],
        any_of=tuple(row.get("any_of", ())),
        at_least=Decimal(row.get("at_least", "1")),
        per=row.get("per", 0),
    )


def _texts(texts: dict[str, str]) -> dict[str, str]:
    return {language: texts[language] for language in LANGUAGES}
