"""Legal papers as text for a page: the same clauses, chosen by the same rules, as in the PDF."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sanamost.foundation.documents.kinds import KINDS
from sanamost.foundation.documents.models import Paper
from sanamost.foundation.documents.render import FIRST, TEMPLATES, short_language

_NAMED = re.compile(r"\{([a-z_]+)\}")
# A value that a sentence takes keeps its own direction.
_ISOLATE, _END = "\u2068", "\u2069"
Texts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A titled part of a paper with its clauses."""

    title: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A paper's words in one language; `content` is what was frozen."""

    language: str
    title: str
    opening: str
    parts: tuple[Part, ...]
    closing: str
    content: Texts


def read(paper: Paper, language: str) -> Reading:
    """The clauses of a contract, notice or addendum in the language, as the PDF prints them."""
    content: Texts = json.loads(paper.payload)
    texts = _texts(paper.template_version, KINDS[paper.kind].template)
    reader = _Reader(content, short_language(language), paper.template_version)
    sections: list[Texts] = texts.get("section", [])
    parts = tuple(part for part in map(reader.part, sections) if part.clauses)
    return Reading(
        language=reader.language,
        title=reader.say(texts["title"]),
        opening=reader.say(texts.get("opening", "")),
        parts=parts,
        closing=reader.say(texts.get("received", "")),
        content=content,
    )


@cache
def _texts(version: str, name: str) -> Texts:
    own = TEMPLATES / version / "texts" / f"{name}.toml"
    path = own if own.exists() else TEMPLATES / FIRST / "texts" / f"{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


class _Reader:
    """One paper's values in one language."""

    def __init__(self, content: Texts, language: str, version: str) -> None:
        self.content, self.language = content, language
        self.words = _texts(version, "common")
        self.flags = _flags(content)
        self.values = self._values()

    def say(self, text: object) -> str:
        """The text in the language, else English, else Russian, else any."""
        if not isinstance(text, Mapping):
            return "" if text is None else str(text)
        known = (text[code] for code in (self.language, "en", "ru", *text) if code in text)
        return str(next(known, ""))

    def part(self, section: Texts) -> Part:
        """The section with the clauses that hold for this paper."""
        clauses = (clause for clause in section["clause"] if self._holds(clause))
        return Part(self.say(section["title"]), tuple(self._filled(c) for c in clauses))

    def _holds(self, clause: Texts) -> bool:
        if "rules" in clause and self.content.get("rule_set") not in clause["rules"]:
            return False
        if "when" in clause and clause["when"] not in self.flags:
            return False
        if "unless" in clause and clause["unless"] in self.flags:
            return False
        return all(self.values.get(name) for name in _NAMED.findall(self.say(clause)))

    def _filled(self, clause: Texts) -> str:
        filled = _NAMED.sub(
            lambda named: f"{_ISOLATE}{self.values[named.group(1)]}{_END}", self.say(clause)
        )
        # A value that ends in a full stop («2026 г.») ends its sentence with it.
        return filled.replace(f".{_END}.", f".{_END}")

    def _values(self) -> dict[str, str]:
        """The values that the clauses of contracts, notices and addenda speak of, by name."""
        licence = self._of("issuer", "licence") or {}
        contract = self._of("contract") or {}
        return {
            "licence": str(licence.get("number", "")),
            "licence_day": self.day(licence.get("issued_on")),
            "licence_by": self.say(licence.get("issuer")),
            "works": self.say(licence.get("works")),
            "where": self.say(self._of("where")),
            "period": self.say(self._of("term"))
            or " – ".join(filter(None, map(self.day, self._span()))),
            "conditions": self.say(self._of("conditions")),
            "notice": self.say(self._of("notice_number")),
            "total": self.money(self._of("total")),
            "new_total": self.money(self._of("new_total")),
            "converted": self.money(self._of("total_converted")),
            "agent": self.say(self._of("payment_agent", "name")),
            "documents_days": self.say(self._of("terms", "documents_days")),
            "invoice_days": self.say(self._of("terms", "invoice_days")),
            "refund_days": self.say(self._of("terms", "refund_days")),
            "complaints_address": self.say(self._of("complaints", "address")),
            "complaints_email": self.say(self._of("complaints", "email")),
            "number": self.say(self._of("number")),
            "annexes": "; ".join(self.say(annex) for annex in self._of("annexes") or []),
            "waiting_free": self.say(self._of("waiting", "free")),
            "waiting_paid": self.say(self._of("waiting", "paid")),
            "contract": self.say(contract.get("number")),
            "contract_day": self.day(contract.get("issued_on")),
            "ends_on": self.day(self._of("ends_on")),
        }

    def day(self, value: object) -> str:
        """A day as papers write it."""
        if not value:
            return ""
        year, month, number = str(value)[:10].split("-")
        named = self.words["months"]
        months = named.get(self.language) or named["en"]
        written = self.say(self.words["date"])
        said = {"day": str(int(number)), "month": months[int(month) - 1], "year": year}
        for name, part in said.items():
            written = written.replace(f"{{{name}}}", part)
        return written

    def money(self, value: Texts | None) -> str:
        """A sum as papers write it."""
        if not value:
            return ""
        whole, _point, cents = str(value["amount"]).partition(".")
        russian = self.language == "ru"
        grouped = f"{int(whole):,}".replace(",", "\u00a0" if russian else ",")
        mark = "," if russian else "."
        return f"{grouped}{mark}{cents or '00'}\u00a0{value['currency']}"

    def _span(self) -> list[object]:
        first, last = self._of("starts_on"), self._of("ends_on")
        return [first] if first == last else [first, last]

    def _of(self, *path: str) -> Any:
        value: Any = self.content
        for name in path:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value


def _flags(content: Texts) -> set[str]:
    """What the templates call by these names, for a two-language paper read in one of them."""
    flags = {"bilingual"}
    if content.get("customer"):
        flags.add("customer")
    if content.get("insured") is True:
        flags.add("insured")
    if content.get("payments"):
        flags.add("schedule")
    if content.get("concluded") == "distance":
        flags.add("distance")
    if content.get("remote") is True:
        flags.add("remote")
    return flags
