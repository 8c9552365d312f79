"""A consent on the screen, before it is given: the words that its paper prints, nothing less."""

import datetime as dt
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sanamost.foundation.documents.render import TEMPLATES
from sanamost.journey.requests.consent_papers import KIND_OF
from sanamost.registry.patients.states import ConsentPurpose

LISTS = ("purposes", "categories", "actions")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the paper: facts of somebody, or points."""

    heading: str = ""
    facts: tuple[str, ...] = ()
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """A consent as its reader sees it before deciding."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class _Words:
    """The fixed texts of consents in one language; English where one is missing."""

    language: str
    day: Callable[[dt.date], str]

    def told(self, texts: Any) -> str:
        """A text out of its translations."""
        if isinstance(texts, dict):
            return str(texts.get(self.language) or texts.get("en") or next(iter(texts.values())))
        return self.day(texts) if isinstance(texts, dt.date) else str(texts)

    def fixed(self, key: str) -> str:
        """A fixed text of the template."""
        return self.told(_texts()[key])


def page_of(
    purpose: ConsentPurpose,
    content: dict[str, Any],
    *,
    language: str,
    day: Callable[[dt.date], str] = dt.date.isoformat,
) -> ConsentPage:
    """The paper of `content` in the reader's language, from the same texts that print it.

    `day` writes a date in the reader's way.
    """
    words, kind = _Words(language.partition("-")[0], day), KIND_OF[purpose]
    parts = [
        Part(words.fixed("subject"), _subject(content, words)),
        Part(words.fixed("operator"), _somebody(content["issuer"], "legal_name", words)),
        Part(points=(words.fixed(f"says_{kind}"),)),
    ]
    if "recipient" in content:
        facts = _somebody(content["recipient"], "name", words)
        role = words.told(content["recipient"]["role"])
        parts.append(Part(words.fixed("recipient"), (*facts, role)))
    parts += [
        Part(words.fixed(name), points=tuple(words.told(point) for point in content[name]))
        for name in LISTS
        if content.get(name)
    ]
    parts.append(Part(words.fixed("term"), points=_term(content, words, kind)))
    return ConsentPage(words.fixed(f"title_{kind}"), tuple(parts))


def _subject(content: dict[str, Any], words: _Words) -> tuple[str, ...]:
    patient = content["patient"]
    facts = [patient["name"], words.told(patient["born_on"]), words.told(patient["citizenship"])]
    if number := patient["document"]["number"]:
        facts.append(f"{words.told(patient['document']['kind'])} {number}")
    facts.append(words.told(patient["address"]))
    if stands_in := content.get("representative"):
        facts.append(f"{stands_in['name']} ({words.told(stands_in['relation'])})")
    return tuple(fact for fact in facts if fact)


def _somebody(party: dict[str, Any], name: str, words: _Words) -> tuple[str, ...]:
    facts = [words.told(party[name]), words.told(party["address"]), party.get("email", "")]
    return tuple(fact for fact in facts if fact)


def _term(content: dict[str, Any], words: _Words, kind: str) -> tuple[str, ...]:
    until = words.fixed("until_text").format(until=words.told(content["until"]))
    withdrawal = words.told(content["withdrawal"])
    withdraw = words.fixed("withdraw_text").format(withdrawal=withdrawal)
    last = words.fixed("separate" if kind == "consent_processing" else "refuse")
    return until, withdraw, last


@cache
def _texts() -> dict[str, Any]:
    path = TEMPLATES / "v1" / "texts" / "consent.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
