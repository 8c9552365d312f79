"""How far requests came: counted over cases that the reader may not see, so only sums leave.

These are the only functions that count as the system for somebody else; small sums are hidden from
whoever does not know the people behind them.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from zoneinfo import ZoneInfo

from sanamost.engines import statistics as engine
from sanamost.engines.money import Money
from sanamost.engines.periods import Period, start_of_day
from sanamost.engines.statistics import ALL_CASES, HIDDEN, Figures
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.insight.statistics.selectors import sees_people
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.selectors import CaseFacts
from sanamost.journey.cases.states import EndReason, Fact, Origin
from sanamost.journey.requests import selectors as requests
from sanamost.journey.requests.selectors import Standing
from sanamost.registry.organisations import selectors as organisations

ZONE = ZoneInfo("Europe/Moscow")
"""Whose days a period of requests has."""

Number = int | None
"""None stands for a small number that is hidden."""
NOTHING = Decimal(0)
Reached = Callable[[CaseFacts, Standing], bool]

# Each step only counts cases that the steps before it count, for the clinics in question.
STEPS: dict[str, Reached] = {
    "received": lambda case, at: True,  # noqa: ARG005 every case was received
    "verified": lambda case, at: at.verified,  # noqa: ARG005 the same shape as the others
    "forwarded": lambda case, at: at.forwarded,  # noqa: ARG005 the same shape as the others
    "proposed": lambda case, at: at.proposed,  # noqa: ARG005 the same shape as the others
    "accepted": lambda case, at: at.won,  # noqa: ARG005 the same shape as the others
    "in_force": lambda case, at: at.won and Fact.IN_FORCE in case.facts,
    "admitted": lambda case, at: at.won and Fact.ADMITTED in case.facts,
    "discharged": lambda case, at: at.won and Fact.DISCHARGED in case.facts,
    "closed": lambda case, at: at.won and Fact.CLOSED in case.facts,
}


@dataclass(frozen=True, slots=True)
class Funnel:
    """Requests of a period by how far they came, in all and by the way they came."""

    steps: Mapping[str, Number]
    ended: Mapping[str, Number]
    """Ended early, by reason."""
    by_origin: Mapping[str, Mapping[str, Number]]
    by_partner: Mapping[int, Mapping[str, Number]] = field(default_factory=dict)
    """By the partner's key."""


def funnel(actor: Actor, period: Period[dt.date]) -> Funnel:
    """The funnel of requests received in the period: a clinic's own, a region's, or everybody's.

    Nobody else gets anything but zeros. Counted as the system; a constant number of queries.
    """
    clinics = _clinics_of(actor)
    start = start_of_day(period.start, ZONE)
    before = start_of_day(period.end or dt.date(9999, 1, 1), ZONE)
    with acting_as(system("funnel of requests")):
        standing = requests.standing_of_requests(
            submitted_from=start, submitted_before=before, clinic_ids=clinics
        )
        rows = [
            (case, standing[case.case_id])
            for case in cases.facts_of_cases(
                opened_from=start - dt.timedelta(days=1),
                opened_before=before + dt.timedelta(days=1),
                case_ids=set(standing),
            )
        ]
    return _counted(rows, hide=not sees_people(actor))


def _clinics_of(actor: Actor) -> set[int] | None:
    """Whose referrals the actor's figures are about; None for everybody's."""
    if actor.organisation_kind == "national":
        return None
    if actor.organisation_kind == "region":
        return {row.pk for row in organisations.every_clinic() if row.region == actor.region}
    return {actor.organisation_id or 0}


def _counted(rows: Sequence[tuple[CaseFacts, Standing]], *, hide: bool) -> Funnel:
    origins = {str(case.origin) for case, _ in rows}
    partners = {case.partner_id for case, _ in rows if case.partner_id is not None}
    by_origin: dict[str, dict[str, Number]] = {key: {} for key in Origin.values if key in origins}
    by_partner: dict[int, dict[str, Number]] = {key: {} for key in sorted(partners)}
    steps: dict[str, Number] = {}
    for step, reached in STEPS.items():
        there = [case for case, at in rows if reached(case, at)]
        parts, steps[step] = _split(there, [case.origin for case in there], hide=hide)
        for origin, shares in by_origin.items():
            shares[step] = parts.get(origin, 0)
        sent = [case for case in there if case.partner_id is not None]
        shares_of, _ = _split(sent, [str(case.partner_id) for case in sent], hide=hide)
        for partner, steps_of in by_partner.items():
            steps_of[step] = shares_of.get(str(partner), 0)
    over = [case for case, _ in rows if case.end_reason]
    ended, _ = _split(over, [case.end_reason for case in over], hide=hide)
    return Funnel(
        steps=steps,
        ended={reason: ended[reason] for reason in EndReason.values if reason in ended},
        by_origin=by_origin,
        by_partner=by_partner,
    )


def _split(
    counted: Sequence[CaseFacts], keys: Sequence[str], *, hide: bool
) -> tuple[dict[str, Number], Number]:
    """How many of each key and in all; small ones hidden, with what would give them away."""
    parts: dict[str, int] = dict.fromkeys(keys, 0)
    for key in keys:
        parts[key] += 1
    if not hide:
        return dict(parts), len(counted)
    table = engine.protect(
        engine.Table(
            engine.Counted(ALL_CASES, Period(dt.date.min), 0),
            "origin",
            {key: _number(number) for key, number in parts.items()},
            _number(len(counted)),
        )
    )
    shown = {key: _plain(each) for key, each in table.parts.items()}
    return shown, _plain(table.total)


def _plain(shown: engine.Shown) -> Number:
    return None if shown is HIDDEN else shown.persons


def _number(number: int) -> Figures:
    return Figures(number, number, 0, {}, Money(NOTHING, "RUB"), Money(NOTHING, "USD"))
