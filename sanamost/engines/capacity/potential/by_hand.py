"""The verbal formula: what is left, divided by what a case takes; the scarcest decides.

Patients = floor(min(BedLeft / ALOS, EquipmentLeft / hours, StaffLeft / load)), by clinic, service
and month; the bottleneck is where the minimum lies. Every number on the way is returned.
"""

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sanamost.engines.capacity.potential.questions import Offer, Question
from sanamost.engines.capacity.supply import Kind

_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Quotient:
    """One resource: what is left of it, what one case takes, and for how many that suffices."""

    resource: str
    kind: Kind
    left: float
    per_case: float
    suffices_for: float


@dataclass(frozen=True, slots=True)
class ByHand:
    """One offer in one month: quotients, the least of them rounded down, times the revenue."""

    clinic: str
    service: str
    country: str
    month: dt.date
    quotients: tuple[Quotient, ...]
    bottleneck: Quotient
    patients: int
    revenue_per_case: float
    revenue: float

    def least(self, kind: Kind) -> Quotient | None:
        """The scarcest resource of a kind: beds, equipment or staff of the formula."""
        of_kind = [one for one in self.quotients if one.kind is kind]
        return min(of_kind, key=lambda one: one.suffices_for, default=None)


def alone(question: Question) -> tuple[ByHand, ...]:
    """Each offer by itself, as if the clinic sold nothing else: not to be added up."""
    left, kinds = _left(question), _kinds(question)
    return tuple(
        _by_hand(offer, question.months[place], kinds, left, place)
        for offer in question.offers
        for place in range(len(question.months))
    )


def in_turn(question: Question) -> tuple[ByHand, ...]:
    """Each offer with what dearer ones left over, so that a clinic's and a region's sums hold.

    The dearest case first; equal ones by name. Demand and budget are not looked at: this is what
    capacity allows. The optimum beside it chooses by what a scarce hour brings, not by the price.
    """
    order = sorted(
        question.offers, key=lambda one: (-one.revenue, one.clinic, one.service, one.country)
    )
    found, kinds = [], _kinds(question)
    for place, month in enumerate(question.months):
        left = _left(question)
        for offer in order:
            one = _by_hand(offer, month, kinds, left, place)
            for resource, amount in offer.uses.items():
                rest = left[offer.clinic, resource][place] - one.patients * amount
                left[offer.clinic, resource][place] = max(rest, 0.0)
            found.append(one)
    return tuple(found)


def total(lines: Iterable[ByHand]) -> tuple[int, float]:
    """Patients and revenue of lines that do not share: those of `in_turn`."""
    found = list(lines)
    return sum(one.patients for one in found), math.fsum(one.revenue for one in found)


def _left(question: Question) -> dict[tuple[str, str], list[float]]:
    return {(one.clinic, one.resource): list(one.free) for one in question.stocks}


def _kinds(question: Question) -> dict[tuple[str, str], Kind]:
    return {(one.clinic, one.resource): one.kind for one in question.stocks}


def _by_hand(
    offer: Offer,
    month: dt.date,
    kinds: Mapping[tuple[str, str], Kind],
    left: Mapping[tuple[str, str], list[float]],
    place: int,
) -> ByHand:
    quotients = tuple(
        Quotient(
            resource,
            kinds[offer.clinic, resource],
            left[offer.clinic, resource][place],
            amount,
            left[offer.clinic, resource][place] / amount,
        )
        for resource, amount in sorted(offer.uses.items())
        if amount > 0
    )
    bottleneck = min(quotients, key=lambda one: one.suffices_for)
    patients = math.floor(bottleneck.suffices_for * (1 + _TINY))
    return ByHand(
        offer.clinic, offer.service, offer.country, month, quotients, bottleneck, patients,
        offer.revenue, patients * offer.revenue,
    )  # fmt: skip
