"""What a coordinator reads of a clinic's part of the plan: a short document beside the whole one.

A country's page has hundreds of clinics, and needs of each its people, what limits it most, its
heavy equipment and the days that promise too much; not every resource in every month.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sanamost.engines.capacity.potential import Limit
from sanamost.engines.capacity.supply import Kind
from sanamost.insight.potential.models import PromotionCost
from sanamost.insight.potential.selectors.clinic import Worth, worths
from sanamost.insight.potential.selectors.documents import (
    Document,
    cell_from,
    cell_row,
    resource_from,
    resource_row,
)
from sanamost.insight.potential.selectors.gathering import Scope
from sanamost.insight.potential.selectors.kept import AsOf, as_of, read_count
from sanamost.insight.potential.selectors.planning import Cell, Plan, shares
from sanamost.registry.resources.selectors import ResourceMonth


@dataclass(frozen=True, slots=True)
class MachineMonths:
    """Heavy equipment over the months, in minutes."""

    resource: Any
    supply: int
    free: int
    planned: int


@dataclass(frozen=True, slots=True)
class ShortMonth:
    """A resource of which more was promised in a month than is left."""

    resource: Any
    month: dt.date
    days: int
    amount: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A clinic's part in short."""

    cells: tuple[Cell, ...]
    limit: Limit | None
    """What its revenue hangs on most; None where nothing is planned."""
    share: float
    worth: Worth | None
    """The resource of which more would bring most, where one limits at all."""
    machines: tuple[MachineMonths, ...]
    shortfalls: tuple[ShortMonth, ...]
    areas: tuple[str, ...]
    """Of everything that it sells."""
    entered: bool
    """Whether it has days of capacity in these months."""


@dataclass(frozen=True, slots=True)
class KeptSummaries:
    """What was counted of several clinics, in short."""

    months: tuple[dt.date, ...]
    scopes: frozenset[Scope]
    """Of what demand was stated."""
    costs: Mapping[tuple[str, str], PromotionCost]
    """By region (empty for the country) and group of countries."""
    parts: Mapping[int, Summary]
    as_of: AsOf

    def stated(self, area: str, region: str) -> bool:
        """Whether anybody said how many patients of the area want to come there."""
        return (area, region) in self.scopes or (area, "") in self.scopes


def kept_summaries(cards: Mapping[int, Any], *, today: dt.date) -> KeptSummaries | None:
    """What was counted of the clinics on the cards; None before the first count.

    Read as the system: the caller gives out what is the reader's alone.
    """
    read = read_count(cards, "summary")
    if read is None:
        return None
    inputs = read.count.inputs
    months = tuple(dt.date.fromisoformat(one) for one in inputs["months"])
    return KeptSummaries(
        months=months,
        scopes=frozenset((area, region) for area, region, *_said in inputs["demand"]),
        costs={(region, group): read.costs[key] for region, group, key in inputs["costs"]},
        parts={clinic: summary_from(clinic, months, told) for clinic, told in read.parts},
        as_of=as_of(read, months[0], today),
    )


def summaries_of(plan: Plan) -> dict[int, Document]:
    """Every clinic's part of a plan in short."""
    gathered = plan.gathered
    of_clinic: defaultdict[int, _Of] = defaultdict(_Of)
    for (clinic, key), months in gathered.stocks.items():
        of_clinic[clinic].stocks[key] = months
    for row in gathered.resources.values():
        of_clinic[row.organisation_id].resources.append(row)
    for one in gathered.sold:
        of_clinic[one.organisation_id].areas.add(one.area)
    for cell in plan.cells:
        of_clinic[cell.organisation_id].cells.append(cell)
    return {clinic: _summary(plan, clinic, of) for clinic, of in of_clinic.items()}


def _summary(plan: Plan, clinic: int, of: "_Of") -> Document:
    place = {month: number for number, month in enumerate(plan.gathered.months)}
    parts = shares(plan, clinic)
    what = max(parts, key=lambda one: parts[one], default=None)
    worth = next((one for one in worths(plan, clinic, parts) if one.scarce), None)
    stocks = of.stocks
    taken: dict[int, float] = {}
    for spare in plan.spares.get(clinic, ()):
        taken[int(spare.resource)] = taken.get(int(spare.resource), 0.0) + spare.taken
    return {
        "cells": [cell_row(one, place) for one in of.cells],
        "limit": what[0] if what else None,
        "share": parts[what] if what else 0.0,
        "worth": None if worth is None else _worth_row(worth),
        "machines": [
            [
                *(resource_row(row), sum(one.supply for one in stocks.get(row.pk, {}).values())),
                sum(one.free for one in stocks.get(row.pk, {}).values()),
                round(taken.get(row.pk, 0.0)),
            ]
            for row in of.resources
            if row.kind == Kind.EQUIPMENT
        ],
        "shortfalls": [
            [resource_row(row), place[month], one.overfull_days, one.overfull]
            for row in of.resources
            for month, one in sorted(stocks.get(row.pk, {}).items())
            if one.overfull_days
        ],
        "areas": sorted(of.areas),
        "entered": bool(stocks),
    }


@dataclass(slots=True)
class _Of:
    """What was gathered and planned of one clinic."""

    stocks: dict[int, Mapping[dt.date, ResourceMonth]] = field(default_factory=dict)
    resources: list[Any] = field(default_factory=list)
    areas: set[str] = field(default_factory=set)
    cells: list[Cell] = field(default_factory=list)


def summary_from(clinic: int, months: tuple[dt.date, ...], told: Document) -> Summary:
    """What `summaries_of` wrote of a clinic."""
    return Summary(
        cells=tuple(cell_from(clinic, months, row) for row in told["cells"]),
        limit=Limit(told["limit"]) if told["limit"] else None,
        share=told["share"],
        worth=_worth_from(clinic, told["worth"]) if told["worth"] else None,
        machines=tuple(
            MachineMonths(resource_from(clinic, row), supply, free, planned)
            for row, supply, free, planned in told["machines"]
        ),
        shortfalls=tuple(
            ShortMonth(resource_from(clinic, row), months[place], days, amount)
            for row, place, days, amount in told["shortfalls"]
        ),
        areas=tuple(told["areas"]),
        entered=told["entered"],
    )


def _worth_row(one: Worth) -> list[Any]:
    return [
        resource_row(one.resource), one.supply, one.free, one.planned, one.scarce, one.share,
        str(one.unit), str(one.small),
    ]  # fmt: skip


def _worth_from(clinic: int, row: list[Any]) -> Worth:
    resource, supply, free, planned, scarce, share, unit, small = row
    known = resource_from(clinic, resource)
    return Worth(known, supply, free, planned, scarce, share, Decimal(unit), Decimal(small))
