"""Services that stand in a list more than once: said, never chosen between."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from sanamost.engines.price_lists.seen_services import (
    NOWHERE,
    Places,
    SeenServices,
    currency_of,
)
from sanamost.engines.price_lists.verdicts import (
    Doubt,
    Outcome,
    ServiceRead,
    Verdict,
    outcome_of,
    under_code,
)
from sanamost.engines.search.keys import search_key


class Repetitions:
    """Remembers each code and each name once."""

    def __init__(self) -> None:
        self._seen = SeenServices()
        self._by_code = Places()
        self._by_name = Places()
        self._variants = Places()
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
        first = self._by_code.get(hash(service.code))
        if first == NOWHERE:
            place = self._remember(verdict, service)
            yield self._name_at_another_price(verdict, service, place)
        elif self._seen.words(first) != _words(service.name):
            yield from self._another_service(verdict, service, first)
        else:
            yield from self._again(first, verdict, service)

    def _remember(self, verdict: Verdict, service: ServiceRead, number: int = 0) -> int:
        place = self._seen.add(verdict, service, _words(service.name), number)
        self._by_code.set(hash(service.code), place)
        return place

    def _again(self, first: int, verdict: Verdict, service: ServiceRead) -> Iterator[Verdict]:
        seen = self._seen
        priced = seen.groups(first)
        if seen.outcome(first) is not Outcome.REFUSED and not priced & {*service.prices}:
            yield from self._for_other_patients(first, verdict, service)
            return
        row, found = seen.row(first), (service.raw_code or service.name)[:300]
        kind = "duplicate_other_price"
        if seen.costs_the_same(first, service):
            kind = "duplicate"
        elif seen.currency(first) != currency_of(service):
            kind = "duplicate_other_currency"
        yield _with(verdict, kind, found, row, refused=True)
        before = seen.outcome(first)
        if kind == "duplicate_other_price" and before is not Outcome.REFUSED:
            doubt = Doubt(seen.sheet(first), row, "code", kind, found, "", verdict.row)
            seen.becomes(first, Outcome.REFUSED)
            yield Verdict(doubt.sheet, row, Outcome.REFUSED, (doubt,), amends=before)

    def _for_other_patients(
        self, first: int, verdict: Verdict, service: ServiceRead
    ) -> Iterator[Verdict]:
        """A price for patients that had none, on a sheet or in a table of their own."""
        seen = self._seen
        sheet, row, before = seen.sheet(first), seen.row(first), seen.outcome(first)
        seen.price(first, service)
        seen.becomes(first, Outcome.MENDED)
        own = Doubt(
            *(verdict.sheet, verdict.row, "row", "row_joined", service.name[:300]), other=row
        )
        yield replace(verdict, doubts=(*verdict.doubts, own), outcome=Outcome.MENDED, service=None)
        doubts = tuple(
            Doubt(
                *(sheet, row, f"price_{group}", "price_of_group"),
                *(f"{amount.amount:f} {amount.currency}", f"{amount.amount:.2f}"),
                other=verdict.row,
            )
            for group, amount in service.prices.items()
        )
        yield Verdict(sheet, row, Outcome.MENDED, doubts, service, amends=before)

    def _another_service(
        self, verdict: Verdict, service: ServiceRead, first: int
    ) -> Iterator[Verdict]:
        """One official code for several of a clinic's own services is common."""
        key = hash((service.code, _words(service.name)))
        if (known := self._variants.get(key)) != NOWHERE:
            moved = under_code(service, _variant(service.code, self._seen.number(known)))
            yield from self._again(known, replace(verdict, service=moved), moved)
            return
        number = self._last.get(service.code, 1) + 1
        while self._by_code.get(hash(code := _variant(service.code, number))) != NOWHERE:
            number += 1
        self._last[service.code] = number
        moved = under_code(service, code)
        variant = replace(verdict, service=moved)
        self._variants.set(key, self._remember(variant, moved, number))
        row = self._seen.row(first)
        yield _with(variant, "code_reused", service.raw_code, row, suggested=code)

    def _name_at_another_price(self, verdict: Verdict, service: ServiceRead, place: int) -> Verdict:
        """The same words and unit at another price under another code: reported, both kept."""
        key = hash((service.name.casefold(), service.unit, service.section))
        known = self._by_name.get(key)
        if known == NOWHERE:
            self._by_name.set(key, place)
        elif self._seen.groups(known) & {*service.prices} and not self._seen.costs_the_same(
            known, service
        ):
            row = self._seen.row(known)
            return _with(verdict, "same_name_two_prices", service.name, row, where="name")
        return verdict


def _variant(code: str, number: int) -> str:
    return f"{code[:33]}-{number}"


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


@lru_cache(maxsize=16)
def _words(name: str) -> int:
    return hash(tuple(sorted(search_key(name).split())))
