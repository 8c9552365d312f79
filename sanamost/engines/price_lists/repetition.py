"""Services that stand in a list more than once: said, never chosen between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from sanamost.engines.price_lists.verdicts import (
    Doubt,
    Outcome,
    ServiceRead,
    Verdict,
    outcome_of,
    under_code,
)
from sanamost.engines.search.keys import search_key


@dataclass(slots=True)
class _Seen:
    """The first row of a code."""

    sheet: str
    row: int
    words: int
    """Of its name, in any order: a number takes a tenth of the name's memory."""
    prices: int
    outcome: Outcome


class Repetitions:
    """Remembers each code and each name once; about 200 bytes a service."""

    def __init__(self) -> None:
        self._by_code: dict[str, _Seen] = {}
        self._by_name: dict[int, tuple[int, int]] = {}
        self._variants: dict[int, str] = {}
        self._last: dict[str, int] = {}

    def seen(self, verdict: Verdict) -> Iterator[Verdict]:
        """The verdict as it stands after looking back, and what it changes of an earlier row."""
        service = verdict.service
        if service is None or not service.prices or not service.code:
            yield verdict
            return
        if verdict.outcome is Outcome.REFUSED:
            yield verdict
            return
        first = self._by_code.get(service.code)
        if first is None:
            self._remember(verdict, service)
            yield self._name_at_another_price(verdict, service)
        elif first.words != _words(service.name):
            yield from self._another_service(verdict, service)
        else:
            yield from self._again(first, verdict, service)

    def _remember(self, verdict: Verdict, service: ServiceRead) -> None:
        self._by_code[service.code] = _Seen(
            verdict.sheet, verdict.row, _words(service.name), _prices(service), verdict.outcome
        )

    def _again(self, first: _Seen, verdict: Verdict, service: ServiceRead) -> Iterator[Verdict]:
        same = first.prices == _prices(service)
        kind = "duplicate" if same else "duplicate_other_price"
        found = (service.raw_code or service.name)[:300]
        yield _with(verdict, kind, found, first.row, refused=True)
        if not same and first.outcome is not Outcome.REFUSED:
            doubt = Doubt(first.sheet, first.row, "code", kind, found, "", verdict.row)
            amended = Verdict(
                first.sheet, first.row, Outcome.REFUSED, (doubt,), amends=first.outcome
            )
            first.outcome = Outcome.REFUSED
            yield amended

    def _another_service(self, verdict: Verdict, service: ServiceRead) -> Iterator[Verdict]:
        """One official code for several of a clinic's own services is common."""
        key = hash((service.code, _words(service.name)))
        if known := self._variants.get(key):
            moved = under_code(service, known)
            yield from self._again(self._by_code[known], replace(verdict, service=moved), moved)
            return
        number = self._last.get(service.code, 1) + 1
        while (code := f"{service.code[:33]}-{number}") in self._by_code:
            number += 1
        self._last[service.code], self._variants[key] = number, code
        moved = under_code(service, code)
        self._remember(replace(verdict, service=moved), moved)
        first = self._by_code[service.code]
        variant = replace(verdict, service=moved)
        yield _with(variant, "code_reused", service.raw_code, first.row, suggested=code)

    def _name_at_another_price(self, verdict: Verdict, service: ServiceRead) -> Verdict:
        """The same words and unit at another price under another code: reported, both kept."""
        key = hash((service.name.casefold(), service.unit, service.section))
        row, prices = self._by_name.setdefault(key, (verdict.row, _prices(service)))
        if prices != _prices(service):
            return _with(verdict, "same_name_two_prices", service.name, row, where="name")
        return verdict


def _with(
    verdict: Verdict,
    kind: str,
    found: str,
    other: int,
    *,
    where: str = "code",
    suggested: str = "",
    refused: bool = False,
) -> Verdict:
    doubt = Doubt(verdict.sheet, verdict.row, where, kind, found[:300], suggested, other)
    doubts = [*verdict.doubts, doubt]
    outcome = Outcome.REFUSED if refused else outcome_of(doubts, priced=True)
    return replace(verdict, doubts=tuple(doubts), outcome=outcome)


def _prices(service: ServiceRead) -> int:
    return hash(tuple((group, one.amount, one.currency) for group, one in service.prices.items()))


@lru_cache(maxsize=16)
def _words(name: str) -> int:
    return hash(tuple(sorted(search_key(name).split())))
