"""Free days of arrival in words: which cost the clinic least, why, and which cost too much.

All of it is advice. Every free day may be chosen; what the state task keeps is not free.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.journey.proposals import selectors
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources.selectors import OfferedDay
from sanamost.web.clinic.forms.proposals import DayChoices, week_words
from sanamost.web.components.wording import day_words, locale_of, money_words

MOST = 3
"""How many best days are named."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What the card of dates says beside the choice; `best` are days with their reasons."""

    best: list[tuple[str, str]]
    """Empty where all days are alike."""
    chosen: str
    """What the chosen day takes from others; empty where nothing."""
    too_dear: str
    """Why another day would be better than the chosen one; empty where it is good enough."""
    instead: str


@dataclass(frozen=True, slots=True)
class Offered:
    """The days as choices by week, and the advice; None where no price is known."""

    choices: DayChoices
    advice: Advice | None


def offered(row: Any, area: str, *, kept: dt.date | None = None) -> Offered:
    """Free days of arrival for the proposal's stay; `kept` is offered in any case."""
    brings = float(row.total) if row.currency == resources.CURRENCY and row.total else None
    days = resources.offered_days(
        organisation_id=row.organisation_id,
        area=area,
        services=selectors.services_in(row.pk),
        stay_days=row.stay_days,
        first=timezone.localdate() + dt.timedelta(days=1),
        now=timezone.now(),
        brings=brings,
    )
    known = [one for one in days if one.cost is not None]
    costs = [one.cost for one in known if one.cost is not None]
    graded = dict(zip((one.day for one in known), resources.grades(costs), strict=True))
    best = _best(known, graded, kept)
    free = {one.day: one for one in days}
    if kept is not None:
        free.setdefault(kept, OfferedDay(kept, 0))
    worst = max((graded[one.day] for one in best), default=-1)
    groups: DayChoices = []
    for day, one in sorted(free.items()):
        week = week_words(day - dt.timedelta(days=day.weekday()))
        if not groups or groups[-1][0] != week:
            groups.append((week, []))
        good = day in graded and graded[day] <= worst
        groups[-1][1].append((day.isoformat(), _choice_words(one, good=good)))
    chosen = free.get(kept) if kept is not None else None
    return Offered(groups, _advice(known, best, chosen) if known else None)


def _best(
    known: Sequence[OfferedDay], graded: Mapping[dt.date, int], kept: dt.date | None
) -> list[OfferedDay]:
    """The days that cost least, soonest first; none where all are of one grade.

    Of equal ones those nearest to the day that is chosen, else the soonest.
    """
    if not any(graded.values()):
        return []
    ranked = sorted(
        known, key=lambda one: (graded[one.day], abs(one.day - (kept or one.day)), one.day)
    )
    return sorted(ranked[:MOST], key=lambda one: one.day)


def _advice(
    known: Sequence[OfferedDay], best: Sequence[OfferedDay], chosen: OfferedDay | None
) -> Advice:
    usual = {
        resource: median((one.parts or {}).get(resource, 0.0) for one in known)
        for resource in {resource for one in known for resource in one.parts or {}}
    }
    reasons: dict[str, list[str]] = {}
    for one in best:
        reasons.setdefault(_why_good(one, usual), []).append(_named_day(one.day))
    lines = [("; ".join(days), reason) for reason, days in reasons.items()]
    if chosen is None or chosen.cost is None or chosen.cost < 1 or chosen.binds is None:
        return Advice(lines, "", "", "")
    taken = {"amount": about(chosen.cost), "resource": chosen.binds.name}
    says = _(
        "On the chosen day the stay takes what would bring about %(amount)s with other patients,"
        " most of it: %(resource)s."
    )
    if chosen.surplus is None or chosen.surplus >= 0:
        return Advice(lines, says % taken, "", "")
    brings = money_words(Decimal(round(chosen.cost + chosen.surplus)), resources.CURRENCY)
    dear = f"{says % taken} {_('The proposal brings %(brings)s.') % {'brings': brings}}"
    return Advice(lines, "", dear, _instead(known, best, chosen))


def _instead(known: Sequence[OfferedDay], best: Sequence[OfferedDay], chosen: OfferedDay) -> str:
    cheaper = [one for one in best if _cost(one) < _cost(chosen) - 1]
    if not cheaper:
        return _("No other free day is better.")
    days = "; ".join(_named_day(one.day) for one in cheaper)
    if any((one.surplus or 0) >= 0 for one in known):
        return _("The clinic would do better to offer another day: %(days)s.") % {"days": days}
    return _("It is so on every free day; least on: %(days)s.") % {"days": days}


def _why_good(one: OfferedDay, usual: dict[Any, float]) -> str:
    """What is less asked for than on a usual day, of the resource that makes most of it."""
    if _cost(one) < 1:
        return _("other patients are not expected to need what the stay takes")
    saved = {resource: usual[resource] - part for resource, part in (one.parts or {}).items()}
    most = max(saved, key=lambda resource: saved[resource])
    if saved[most] < max(1.0, _cost(one) * resources.NEARLY):
        said = _("what the stay takes would bring about %(amount)s with other patients")
        return said % {"amount": about(_cost(one))}
    said = _("%(resource)s: less asked for than on a usual day, by about %(amount)s")
    return said % {"resource": most.name, "amount": about(saved[most])}


def about(amount: float) -> str:
    """Roubles to two digits: a price of a month is no exacter."""
    return money_words(Decimal(int(Decimal(f"{amount:.2g}"))), resources.CURRENCY)


def _cost(one: OfferedDay) -> float:
    return one.cost or 0.0


def _named_day(day: dt.date) -> str:
    weekday = locale_of(get_language() or "en").days["stand-alone"]["wide"][day.weekday()]
    return _("%(weekday)s, %(day)s") % {"weekday": weekday, "day": day_words(day)}


def _choice_words(one: OfferedDay, *, good: bool) -> str:
    weekday = locale_of(get_language() or "en").days["stand-alone"]["wide"][one.day.weekday()]
    named = {"weekday": weekday, "day": day_words(one.day), "free": one.patients}
    if not one.patients:
        return _("%(weekday)s, %(day)s · full") % named
    if good:
        return _("%(weekday)s, %(day)s · free: %(free)s · good day") % named
    return _("%(weekday)s, %(day)s · free: %(free)s") % named
