"""One clinic's part of the plan: how many, how much, what limits, and the formula by hand."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sanamost.engines.capacity.plans import next_month
from sanamost.engines.capacity.potential import (
    ByHand,
    Change,
    Limit,
    Price,
    Quotient,
    Spare,
    Stay,
    alone,
    in_turn,
)
from sanamost.engines.capacity.supply import Kind
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.potential.selectors.gathering import Gathered, Sold
from sanamost.insight.potential.selectors.kept import AsOf, kept_plan
from sanamost.insight.potential.selectors.planning import (
    Cell,
    MoreByMonth,
    Plan,
    Total,
    area_of,
    grouped,
    hand_question,
    price_of,
    restricted,
    shares,
    total,
)
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources.selectors import ResourceMonth, StateUse

WHOLE = Decimal(1)
LEAST_PRICE = 0.01
"""In roubles: what is worth less does not limit."""


@dataclass(frozen=True, slots=True)
class Worth:
    """One resource over the months: what is left, what the plan takes, what more of it brings.

    In bed-days or minutes. `unit` is the worth of one more bed, machine or post for all the months,
    `small` that of one more bed-day or hour on average; at the plan's prices, so for a little more:
    large changes are asked with "what if". `scarce` counts the months in which it limits.
    """

    resource: Any
    supply: int
    free: int
    planned: int
    scarce: int
    share: float
    unit: Decimal
    small: Decimal

    @property
    def beds(self) -> bool:
        """Whether it counts in bed-days."""
        return bool(self.resource.kind == Kind.BEDS)


@dataclass(frozen=True, slots=True)
class Step:
    """One resource in the formula by hand: every number between the supply and the quotient.

    left = supply − for the state task − kept beyond that + conceded − taken + short − dearer.
    """

    resource: Any
    month: ResourceMonth
    state: tuple[StateUse, ...]
    for_state: float
    beyond: float
    """Kept for certainty, and for patients who stay over the end of a month."""
    dearer: float
    """What areas with dearer cases have taken before."""
    quotient: Quotient
    least: bool


@dataclass(frozen=True, slots=True)
class Hand:
    """The formula of one area and month, and what the plan says beside it."""

    area: str
    month: dt.date
    sold: Sold
    steps: tuple[Step, ...]
    answer: ByHand
    planned: Total


@dataclass(frozen=True, slots=True)
class Alone:
    """One service with a recipe of its own: how many, if the clinic sold nothing else."""

    sold: Sold
    price: Decimal
    by_month: tuple[int, ...]
    bottleneck: Any

    @property
    def people(self) -> int:
        """Over all the months."""
        return sum(self.by_month)


@dataclass(frozen=True, slots=True)
class Own:
    """Everything on the clinic's page."""

    organisation_id: int
    plan: Plan
    cells: tuple[Cell, ...]
    worths: tuple[Worth, ...]
    shares: Mapping[tuple[Limit, int | None], float]
    alone: tuple[Alone, ...]
    without_recipe: tuple[str, ...]
    """Areas that the clinic offers and of which it has not said what a case uses."""
    without_price: tuple[str, ...]
    as_of: AsOf | None = None
    """When it was counted, where it was kept."""

    @property
    def gathered(self) -> Gathered:
        """What it was reckoned from."""
        return self.plan.gathered

    @property
    def total(self) -> Total:
        """People and money of all the months."""
        return total(self.cells)

    @property
    def areas(self) -> list[str]:
        """Areas that can be sold, by code."""
        return sorted(
            {
                one.area
                for one in self.gathered.sold
                if one.organisation_id == self.organisation_id and not one.own_service
            }
        )

    def by_month(self) -> dict[dt.date, Total]:
        """Every month, empty ones too."""
        found = grouped(self.cells, lambda cell: cell.month)
        return {month: found.get(month, Total()) for month in self.gathered.months}


@dataclass(frozen=True, kw_only=True, slots=True)
class WhatIf:
    """What would be otherwise; every figure is a difference, and nothing changes where it is 0.

    `resource` by its public id gets `units` more, each of its units `minutes` more a day.
    """

    resource: str = ""
    units: Decimal = Decimal(0)
    minutes: int = 0
    stay_percent: Decimal = Decimal(0)
    price_percent: Decimal = Decimal(0)
    area: str = ""
    """Whose stay and price change; empty for all."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Before and after, without another clinic losing a patient by it."""

    before: Plan
    after: Plan

    @property
    def rows(self) -> list[tuple[str, Total, Total]]:
        """By area: before and after."""
        was = grouped(self.before.cells, lambda cell: cell.area)
        now = grouped(self.after.cells, lambda cell: cell.area)
        return [
            (area, was.get(area, Total()), now.get(area, Total())) for area in sorted({*was, *now})
        ]


def own_potential(actor: Actor, *, today: dt.date) -> Own | None:
    """The clinic's part of the plan of all clinics as it was counted last.

    None before the first count. Nothing is solved. Raises `NotVisible` for nobody's clinic.
    """
    if actor.organisation_id is None or actor.organisation_kind != "clinic":
        raise NotVisible
    card = organisations.clinics_by_key([actor.organisation_id])
    kept = kept_plan(card, today=today)
    if kept is None:
        return None
    return replace(part_of(kept.plan, actor.organisation_id), as_of=kept.as_of)


def part_of(plan: Plan, organisation_id: int) -> Own:
    """One clinic's part of a plan."""
    gathered = plan.gathered
    mine = [one for one in gathered.sold if one.organisation_id == organisation_id]
    usual = {one.area: one for one in mine if not one.own_service}
    card = gathered.cards.get(organisation_id)
    found = shares(plan, organisation_id)
    return Own(
        organisation_id,
        plan,
        tuple(cell for cell in plan.cells if cell.organisation_id == organisation_id),
        worths(plan, organisation_id, found),
        found,
        tuple(_alone(gathered, organisation_id)),
        tuple(sorted(set(card.areas) - set(usual))) if card else (),
        tuple(sorted(area for area, one in usual.items() if not one.price("any"))),
    )


def worths(
    plan: Plan, organisation_id: int, parts: Mapping[tuple[Limit, int | None], float]
) -> tuple[Worth, ...]:
    """Every resource of the clinic, the one that limits most first."""
    spares: defaultdict[int, list[Spare]] = defaultdict(list)
    for spare in plan.spares.get(organisation_id, ()):
        spares[int(spare.resource)].append(spare)
    found = []
    for key, months in spares.items():
        row = plan.gathered.resources.get(key)
        if row is None:
            continue
        given = [plan.gathered.month_of(organisation_id, key, one.month).supply for one in months]
        by_unit = [amount / float(row.units) for amount in given]
        prices = [price_of(one) for one in months]
        unit = math.fsum(one * each for one, each in zip(prices, by_unit, strict=True))
        amount = math.fsum(by_unit) / (1 if row.kind == Kind.BEDS else 60)
        found.append(
            Worth(
                resource=row,
                supply=sum(given),
                free=round(math.fsum(one.free for one in months)),
                planned=round(math.fsum(one.taken for one in months)),
                scarce=sum(one > LEAST_PRICE for one in prices),
                share=parts.get((Limit.RESOURCE, key), 0.0),
                unit=_money(unit),
                small=_money(unit / amount if amount else 0.0),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.share, -one.unit, one.resource.pk)))


def changed(own: Own, asked: WhatIf) -> Changed:
    """The clinic's plan with something otherwise; raises `NotVisible` for a foreign resource."""
    keys = {own.organisation_id}
    before = restricted(own.plan, keys)
    return Changed(before, restricted(own.plan, keys, changes=_changes(own, asked)))


def by_hand(own: Own, *, area: str, month: dt.date) -> Hand:
    """The verbal formula, number by number; raises `NotVisible` for what is not
    sold or not in the months.
    """
    gathered, clinic = own.gathered, own.organisation_id
    lines = in_turn(hand_question(gathered, clinic, own_services=False))
    answer = next((one for one in lines if (one.service, one.month) == (area, month)), None)
    sold = next(
        (
            one
            for one in gathered.sold
            if (one.organisation_id, one.area, one.own_service) == (clinic, area, False)
        ),
        None,
    )
    if answer is None or sold is None:
        raise NotVisible
    with acting_as(system("state task for the formula by hand")):
        uses = resources.state_uses(organisation_id=clinic, first=month, before=next_month(month))
    steps = tuple(_step(gathered, clinic, answer, one, uses) for one in answer.quotients)
    planned = total(cell for cell in own.cells if (cell.area, cell.month) == (area, month))
    return Hand(area, month, sold, steps, answer, planned)


def hand_totals(own: Own) -> dict[tuple[str, dt.date], int]:
    """Patients by the formula, dearest cases first, for every area and month."""
    lines = in_turn(hand_question(own.gathered, own.organisation_id, own_services=False))
    return {(one.service, one.month): one.patients for one in lines}


def _step(
    gathered: Gathered, clinic: int, answer: ByHand, one: Quotient, uses: Sequence[StateUse]
) -> Step:
    key = int(one.resource)
    month = gathered.month_of(clinic, key, answer.month)
    state = tuple(use for use in uses if use.resource_id == key)
    for_state = math.fsum(use.amount for use in state)
    return Step(
        resource=gathered.resources.get(key),
        month=month,
        state=state,
        for_state=for_state,
        beyond=month.protected - for_state,
        dearer=month.free - one.left,
        quotient=one,
        least=one is answer.bottleneck,
    )


def _alone(gathered: Gathered, organisation_id: int) -> list[Alone]:
    services = {
        str(one.treatment.key): one
        for one in gathered.sold
        if one.organisation_id == organisation_id and one.own_service and one.treatment
    }
    lines: defaultdict[str, list[ByHand]] = defaultdict(list)
    for line in alone(hand_question(gathered, organisation_id, own_services=True)):
        lines[line.service].append(line)
    return [
        Alone(
            services[name],
            Decimal(str(some[0].revenue_per_case)),
            tuple(line.patients for line in some),
            gathered.resources.get(int(min(some, key=_suffices).bottleneck.resource)),
        )
        for name, some in sorted(lines.items())
    ]


def _suffices(line: ByHand) -> float:
    return line.bottleneck.suffices_for


def _changes(own: Own, asked: WhatIf) -> list[Change]:
    clinic = str(own.organisation_id)
    found: list[Change] = []
    if asked.resource and (asked.units or asked.minutes):
        found.append(_more(own, asked))
    if asked.stay_percent:
        factor = 1 + float(asked.stay_percent) / 100
        found += [Stay(factor, name) for name in _products(own, asked.area)]
    if asked.price_percent:
        factor = 1 + float(asked.price_percent) / 100
        found += [Price(factor, clinic, name) for name in _products(own, asked.area)]
    return found


def _products(own: Own, area: str) -> list[str]:
    """The engine's names of the clinic's treatments, of one area or of all."""
    names = {
        offer.service
        for offer in own.plan.question.offers
        if offer.clinic == str(own.organisation_id)
    }
    return sorted(name for name in names if not area or area_of(name) == area)


def _more(own: Own, asked: WhatIf) -> MoreByMonth:
    """More units give what those there give; more minutes a day, in proportion to the day."""
    row = next(
        (
            one
            for one in own.gathered.resources.values()
            if (one.organisation_id, one.public_id) == (own.organisation_id, asked.resource)
        ),
        None,
    )
    if row is None:
        raise NotVisible
    units = float(row.units)
    share = max(units + float(asked.units), 0.0) / units
    if row.minutes_a_day:
        share *= max(row.minutes_a_day + asked.minutes, 0) / row.minutes_a_day
    amounts = tuple(
        own.gathered.month_of(own.organisation_id, row.pk, month).supply * (share - 1)
        for month in own.gathered.months
    )
    return MoreByMonth(str(own.organisation_id), str(row.pk), amounts)


def _money(amount: float) -> Decimal:
    """In roubles to four digits: prices of limits are no exacter."""
    return Decimal(f"{amount:.4g}").quantize(WHOLE)
