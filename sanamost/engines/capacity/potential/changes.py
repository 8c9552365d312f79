"""What if: the same question with something changed, and what that brings."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sanamost.engines.capacity.potential.answers import FINE, Answer, Sum, potential
from sanamost.engines.capacity.potential.questions import BadQuestion, Question, Stock
from sanamost.engines.capacity.supply import Kind


class Change(Protocol):
    """Something that would be otherwise."""

    def of(self, question: Question) -> Question:
        """The question as it would then be asked."""


@dataclass(frozen=True, slots=True)
class More:
    """So much more of a resource each month: a second shift, a new machine, another doctor.

    In bed-days or minutes a month; below zero for less, and nothing falls under zero. Raises
    `BadQuestion` where the clinic has no such stock: state it with nothing free.
    """

    clinic: str
    resource: str
    amount: float

    def of(self, question: Question) -> Question:
        """The clinic's stock with so much more of it."""
        if all(not self._means(one) for one in question.stocks):
            raise BadQuestion(f"{self.clinic} has no stock of {self.resource}")
        return replace(question, stocks=tuple(self._stock(one) for one in question.stocks))

    def _means(self, stock: Stock) -> bool:
        return (stock.clinic, stock.resource) == (self.clinic, self.resource)

    def _stock(self, stock: Stock) -> Stock:
        if not self._means(stock):
            return stock
        return replace(stock, free=tuple(max(one + self.amount, 0.0) for one in stock.free))


@dataclass(frozen=True, slots=True)
class Stay:
    """Stays so many times as long (1.1: a tenth longer), of one service or of all.

    For foreign patients: what longer stays of the state task leave is another residual, to be
    computed before.
    """

    factor: float
    service: str | None = None

    def of(self, question: Question) -> Question:
        """The offers with their bed-days multiplied."""
        beds = {(one.clinic, one.resource) for one in question.stocks if one.kind is Kind.BEDS}
        offers = tuple(
            replace(
                offer,
                uses={
                    key: amount * (self.factor if (offer.clinic, key) in beds else 1)
                    for key, amount in offer.uses.items()
                },
            )
            if self.service in {None, offer.service}
            else offer
            for offer in question.offers
        )
        return replace(question, offers=offers)


@dataclass(frozen=True, slots=True)
class Price:
    """Prices so many times as high, of one clinic, service or country, or of all."""

    factor: float
    clinic: str | None = None
    service: str | None = None
    country: str | None = None

    def of(self, question: Question) -> Question:
        """The offers with their revenue multiplied; demand stays as it is stated."""
        offers = tuple(
            replace(offer, revenue=offer.revenue * self.factor)
            if self.clinic in {None, offer.clinic}
            and self.service in {None, offer.service}
            and self.country in {None, offer.country}
            else offer
            for offer in question.offers
        )
        return replace(question, offers=offers)


@dataclass(frozen=True, slots=True)
class Budget:
    """Another budget for promotion; None for no limit."""

    amount: float | None

    def of(self, question: Question) -> Question:
        """The question with this budget."""
        return replace(question, budget=self.amount)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two answers and what lies between them: after less before."""

    before: Answer
    after: Answer
    total: Sum
    by_clinic: Mapping[str | dt.date, Sum]
    by_service: Mapping[str | dt.date, Sum]


def what_if(before: Answer, changes: Sequence[Change], *, tolerance: float = FINE) -> Difference:
    """The question of an answer asked again with the changes, one after the other."""
    question = before.question
    for change in changes:
        question = change.of(question)
    after = potential(question, tolerance=tolerance)
    return Difference(
        before,
        after,
        _less(after.total, before.total),
        _parts(after.by(lambda line: line.clinic), before.by(lambda line: line.clinic)),
        _parts(after.by(lambda line: line.service), before.by(lambda line: line.service)),
    )


_NOTHING = Sum(0.0, 0.0, 0.0)


def _less(after: Sum, before: Sum) -> Sum:
    return Sum(
        after.cases - before.cases,
        after.revenue - before.revenue,
        after.promotion - before.promotion,
    )


def _parts(
    after: Mapping[str | dt.date, Sum], before: Mapping[str | dt.date, Sum]
) -> dict[str | dt.date, Sum]:
    return {
        key: _less(after.get(key, _NOTHING), before.get(key, _NOTHING))
        for key in sorted({*after, *before}, key=str)
    }
