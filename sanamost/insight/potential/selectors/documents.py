"""The figures and the plan as documents that a database keeps, and back again without a loss.

Figures (`inputs`) of what all clinics share: the months, demand, and costs by their keys, for a
cost never changes. Of a clinic: its region, resources, what is left of each by month, and what it
sells. The plan (`answer`) of a clinic: lines with cases, what is taken of each resource and at what
price, whole people. Places in lists are those of the months.
"""

import datetime as dt
import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sanamost.engines.capacity.potential import Answer, Binding, Limit, Line, Spare, Wanted
from sanamost.engines.capacity.supply import Kind
from sanamost.insight.potential.models import PromotionCost
from sanamost.insight.potential.selectors.gathering import Gathered, Scope, Sold
from sanamost.insight.potential.selectors.planning import (
    Cell,
    Plan,
    caps_of,
    product,
    question_of,
)
from sanamost.registry.catalogue.selectors import Treatment
from sanamost.registry.resources.selectors import ResourceMonth
from sanamost.registry.resources.states import ResourceKind

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class KnownResource:
    """What the count knew of a resource."""

    pk: int
    organisation_id: int
    public_id: str
    area: str
    kind: str
    name: str
    units: Decimal
    minutes_a_day: int | None
    downtime_percent: Decimal
    detail: str

    def get_kind_display(self) -> str:
        """The kind in the reader's language."""
        return str(ResourceKind(self.kind).label)


def fingerprint(documents: Iterable[Document]) -> str:
    """The same for the same figures, whatever the order of what was read."""
    digest = hashlib.sha256()
    for one in documents:
        digest.update(json.dumps(one, sort_keys=True, separators=(",", ":")).encode())
    return digest.hexdigest()


def shared_inputs(gathered: Gathered) -> Document:
    """What all clinics share."""
    return {
        "months": [month.isoformat() for month in gathered.months],
        "demand": sorted(
            [*scope, group, month.isoformat(), patients]
            for scope, stated in gathered.demand.items()
            for (group, month), patients in stated.items()
        ),
        "costs": sorted([*key, row.pk] for key, row in gathered.costs.items()),
    }


def clinic_inputs(gathered: Gathered) -> dict[int, Document]:
    """What was gathered of each clinic that has entered anything."""
    found: defaultdict[int, Document] = defaultdict(
        lambda: {"resources": [], "stocks": {}, "sold": []}
    )
    for row in gathered.resources.values():
        found[row.organisation_id]["resources"].append(resource_row(row))
    for (clinic, resource), months in gathered.stocks.items():
        found[clinic]["stocks"][str(resource)] = [
            _month(months[month]) if month in months else None for month in gathered.months
        ]
    for one in gathered.sold:
        found[one.organisation_id]["sold"].append(_sold(one))
    for clinic, document in found.items():
        document["region"] = gathered.cards[clinic].region
    return dict(found)


def shared_answer(plan: Plan) -> Document:
    """What the plan says of demand and of the whole."""
    answer = plan.answer
    if answer is None:
        return {}
    place = {month: number for number, month in enumerate(plan.gathered.months)}
    people: defaultdict[tuple[str, str, int], int] = defaultdict(int)
    for cell in plan.cells:
        name = product(plan.gathered.scope(cell.organisation_id, cell.area))
        people[name, cell.group, place[cell.month]] += cell.people
    return {
        "revenue": answer.revenue,
        "bound": answer.bound,
        "gap": answer.gap,
        "budget_price": answer.budget_price,
        "wanted": [
            [
                one.service, one.country, place[one.month],
                one.limit if math.isfinite(one.limit) else None, one.met, one.price,
                people[one.service, one.country, place[one.month]],
            ]
            for one in answer.wanted
        ],
    }  # fmt: skip


def clinic_answers(plan: Plan) -> dict[int, Document]:
    """What the plan gives each clinic."""
    found: defaultdict[int, Document] = defaultdict(
        lambda: {"lines": [], "spares": {}, "cells": []}
    )
    place = {month: number for number, month in enumerate(plan.gathered.months)}
    for clinic, lines in plan.lines.items():
        found[clinic]["lines"] = [
            [
                one.service, one.country, place[one.month], one.cases, one.revenue, one.promotion,
                one.worth, one.binding.limit, one.binding.resource, one.binding.share,
            ]
            for one in lines
        ]  # fmt: skip
    for clinic, spares in plan.spares.items():
        kept = found[clinic]["spares"]
        for spare in spares:
            kept.setdefault(spare.resource, []).append([spare.free, spare.taken, spare.price])
    for cell in plan.cells:
        found[cell.organisation_id]["cells"].append(cell_row(cell, place))
    return dict(found)


def gathered_from(
    shared: Document,
    parts: Mapping[int, Document],
    *,
    cards: Mapping[int, Any],
    costs: Mapping[int, PromotionCost],
) -> Gathered:
    """What was gathered of these clinics; `costs` are rows by their keys."""
    months = tuple(dt.date.fromisoformat(one) for one in shared["months"])
    demand: defaultdict[Scope, dict[tuple[str, dt.date], int]] = defaultdict(dict)
    for area, region, group, month, patients in shared["demand"]:
        demand[area, region][group, dt.date.fromisoformat(month)] = patients
    return Gathered(
        months=months,
        cards=cards,
        resources={
            row[0]: resource_from(clinic, row)
            for clinic, document in parts.items()
            for row in document["resources"]
        },
        stocks={
            (clinic, int(resource)): {
                month: ResourceMonth(clinic, int(resource), month, *amounts)
                for month, amounts in zip(months, kept, strict=True)
                if amounts is not None
            }
            for clinic, document in parts.items()
            for resource, kept in document["stocks"].items()
        },
        sold=tuple(
            _sold_from(clinic, one)
            for clinic, document in parts.items()
            for one in document["sold"]
        ),
        demand=dict(demand),
        costs={(region, group): costs[key] for region, group, key in shared["costs"]},
    )


def plan_from(gathered: Gathered, shared: Document, parts: Mapping[int, Document]) -> Plan:
    """The plan of these clinics as it was counted, and what it gives to all others together."""
    question = question_of(gathered)
    caps = caps_of(question)
    if not shared or not question.offers:
        return Plan(gathered, question, None, (), caps)
    months = gathered.months
    wanted = tuple(
        Wanted(
            name, group, months[place], math.inf if limit is None else limit, met, price,
        )
        for name, group, place, limit, met, price, _people in shared["wanted"]
    )  # fmt: skip
    lines = tuple(
        _line(clinic, months, row)
        for clinic, document in parts.items()
        for row in document["lines"]
    )
    cells = tuple(
        cell_from(clinic, months, row)
        for clinic, document in parts.items()
        for row in document["cells"]
    )
    answer = Answer(
        question=question,
        lines=lines,
        spares=tuple(_spares(gathered, parts)),
        wanted=wanted,
        revenue=shared["revenue"],
        bound=shared["bound"],
        gap=shared["gap"],
        budget_price=shared["budget_price"],
    )
    return Plan(gathered, question, answer, cells, caps, _elsewhere(gathered, shared, lines, cells))


def _elsewhere(
    gathered: Gathered, shared: Document, lines: Iterable[Line], cells: Iterable[Cell]
) -> dict[tuple[str, str, dt.date], tuple[float, int]]:
    """All that the plan gives less what it gives these clinics."""
    cases: defaultdict[tuple[str, str, dt.date], float] = defaultdict(float)
    people: defaultdict[tuple[str, str, dt.date], int] = defaultdict(int)
    for line in lines:
        cases[line.service, line.country, line.month] += line.cases
    for cell in cells:
        name = product(gathered.scope(cell.organisation_id, cell.area))
        people[name, cell.group, cell.month] += cell.people
    return {
        (key := (name, group, gathered.months[place])): (
            max(met - cases[key], 0.0),
            many - people[key],
        )
        for name, group, place, _limit, met, _price, many in shared["wanted"]
    }


def _spares(gathered: Gathered, parts: Mapping[int, Document]) -> Iterable[Spare]:
    for clinic, document in parts.items():
        for resource, kept in document["spares"].items():
            row = gathered.resources.get(int(resource))
            kind = Kind(row.kind) if row is not None else Kind.ROOM
            for month, (free, taken, price) in zip(gathered.months, kept, strict=True):
                yield Spare(str(clinic), resource, kind, month, free, taken, price)


def _line(clinic: int, months: tuple[dt.date, ...], row: list[Any]) -> Line:
    service, country, place, cases, revenue, promotion, worth, limit, resource, share = row
    binding = Binding(Limit(limit), resource, share)
    return Line(
        str(clinic), service, country, months[place], cases, revenue, promotion, worth, binding
    )


def cell_row(cell: Cell, place: Mapping[dt.date, int]) -> list[Any]:
    """A cell as a list; `place` is that of its month."""
    cost = None if cell.cost is None else str(cell.cost)
    return [cell.area, cell.group, place[cell.month], cell.people, str(cell.price), cost]


def cell_from(clinic: int, months: tuple[dt.date, ...], row: list[Any]) -> Cell:
    """What `cell_row` wrote."""
    area, group, place, people, price, cost = row
    paid = None if cost is None else Decimal(cost)
    return Cell(clinic, area, group, months[place], people, Decimal(price), paid)


def _month(one: ResourceMonth) -> list[int]:
    return [
        one.supply, one.protected, one.conceded, one.taken, one.free, one.short, one.overfull,
        one.overfull_days,
    ]  # fmt: skip


def resource_row(row: Any) -> list[Any]:
    """What is kept of a resource."""
    return [
        row.pk, row.public_id, row.area, row.kind, row.name, str(row.units), row.minutes_a_day,
        str(row.downtime_percent), row.detail,
    ]  # fmt: skip


def resource_from(clinic: int, row: list[Any]) -> KnownResource:
    """What `resource_row` wrote."""
    key, public_id, area, kind, name, units, minutes, downtime, detail = row
    return KnownResource(
        key, clinic, public_id, area, kind, name, Decimal(units), minutes, Decimal(downtime), detail
    )


def _sold(one: Sold) -> Document:
    treatment = one.treatment
    return {
        "area": one.area,
        "stay_days": one.stay_days,
        "uses": {str(resource): amount for resource, amount in one.uses.items()},
        "own_service": one.own_service,
        "treatment": None
        if treatment is None
        else {
            "key": treatment.key, "code": treatment.code, "names": treatment.names,
            "kind": treatment.kind, "area": treatment.area, "stay_days": treatment.stay_days,
            "currency": treatment.currency,
            "prices": {group: str(amount) for group, amount in treatment.prices.items()},
        },
    }  # fmt: skip


def _sold_from(clinic: int, one: Document) -> Sold:
    known = one["treatment"]
    treatment = None
    if known is not None:
        prices = {group: Decimal(amount) for group, amount in known["prices"].items()}
        treatment = Treatment(organisation_id=clinic, **{**known, "prices": prices})
    uses = {int(resource): amount for resource, amount in one["uses"].items()}
    return Sold(clinic, one["area"], one["stay_days"], uses, treatment, one["own_service"])
