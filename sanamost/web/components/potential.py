"""Words and rows of pages on the potential: what limits, what one more of it is worth."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.dates import format_skeleton
from django.http import HttpResponse
from django.utils.translation import gettext as _

from sanamost.engines.capacity.potential import Limit
from sanamost.engines.capacity.supply import Kind
from sanamost.insight.potential.counting import ask_count
from sanamost.insight.potential.groups import ANY, country_groups
from sanamost.insight.potential.selectors import CURRENCY, AsOf, Total
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.components.parts import NavigationItem, Point
from sanamost.web.components.wording import (
    money_words,
    number_words,
    reader_language,
    reader_locale,
    share_words,
)


@dataclass(frozen=True, slots=True)
class Told:
    """What limits a clinic most, in words, and the resource of which more would bring most."""

    name: str
    share: str
    resource: str
    """Empty where no resource limits."""
    unit: str
    """"One more bed for the year"."""
    worth: Decimal | None
    small: str
    """What one more bed-day or hour brings."""


def month_words(month: dt.date) -> str:
    """A month with its year in the reader's language."""
    return str(format_skeleton("yMMM", month, locale=reader_locale()))


def group_words(code: str) -> str:
    """A group of countries in the reader's language."""
    if code == ANY:
        return _("No country named")
    known = country_groups().get(code)
    return known.names.get(reader_language(), known.names["en"]) if known else code


def group_choices() -> list[tuple[str, str]]:
    """Groups of countries to choose from, in the file's order."""
    return [(code, group_words(code)) for code in country_groups()]


def area_names() -> dict[str, str]:
    """Areas by code, in the reader's language and order."""
    return {one.code: one.name for one in catalogue.areas(reader_language())}


def not_counted_yet(
    request: Request, *, portal: str, current: str, tabs: Sequence[NavigationItem] = ()
) -> HttpResponse:
    """The page before the first count."""
    page, context = "components/potential_to_come.html", {"tabs": tabs}
    return show(request, page, context, portal=portal, current=current)


def ask_where_old(as_of: AsOf | None, now: dt.datetime) -> None:
    """Ask for a count where there is none, or none of the coming months."""
    if as_of is None or as_of.passed:
        ask_count(now=now)


def resource_words(resource: Any, areas: Mapping[str, str]) -> str:
    """A resource's own name, and its area where it has one."""
    area = areas.get(resource.area, "")
    return f"{resource.name} · {area}" if area else str(resource.name)


def amount_words(kind: str, amount: float) -> str:
    """Bed-days, or minutes as hours with one decimal."""
    if kind == Kind.BEDS:
        return _("%(days)s bed-days") % {"days": number_words(round(amount, 1))}
    return _("%(hours)s h") % {"hours": number_words(round(amount / 60, 1))}


def one_case_words(kind: str, amount: float) -> str:
    """What one case takes: bed-days, or minutes as they are entered."""
    if kind == Kind.BEDS:
        return amount_words(kind, amount)
    return _("%(minutes)s min") % {"minutes": number_words(round(amount, 1))}


def limit_words(limit: Limit) -> str:
    """What limits, where it is no resource."""
    return {
        Limit.DEMAND: _("Demand: no more patients want to come"),
        Limit.BUDGET: _("Budget for promotion"),
        Limit.RESOURCE: _("Capacity"),
        Limit.NOTHING: _("Nothing"),
    }[limit]


def unit_words(kind: str) -> str:
    """One more of a resource for the twelve months."""
    return {
        Kind.BEDS: _("One more bed for the year"),
        Kind.THEATRE: _("One more theatre for the year"),
        Kind.EQUIPMENT: _("One more machine for the year"),
        Kind.STAFF: _("One more full-time post for the year"),
        Kind.ROOM: _("One more room for the year"),
    }[Kind(kind)]


def small_words(kind: str) -> str:
    """The smallest part of a resource that is spoken of."""
    return _("One more bed-day") if kind == Kind.BEDS else _("One more hour")


def told(
    limit: Limit | None, share: float, most: Any, worth: Any, areas: Mapping[str, str]
) -> Told | None:
    """What limits most (`most` where it is a resource) and what more of `worth` would bring.

    None where nothing is planned.
    """
    if limit is None:
        return None
    part = _("%(share)s of the revenue hangs on it") % {"share": share_words(round(share, 3))}
    name = resource_words(most, areas) if most is not None else limit_words(limit)
    if worth is None:
        return Told(name, part, "", "", None, "")
    kind = worth.resource.kind
    small = f"{small_words(kind)}: {roubles(worth.small)}"
    resource = resource_words(worth.resource, areas)
    return Told(name, part, resource, unit_words(kind), worth.unit, small)


def worth_rows(worths: Any, areas: Mapping[str, str]) -> list[dict[str, Any]]:
    """Resources with what is free of them, what the plan takes and what more would bring."""
    return [
        {
            "name": resource_words(one.resource, areas),
            "kind": one.resource.get_kind_display(),
            "free": amount_words(one.resource.kind, one.free),
            "planned": amount_words(one.resource.kind, one.planned),
            "left": max(one.free - one.planned, 0) / one.free if one.free else None,
            "scarce": one.scarce,
            "unit": unit_words(one.resource.kind),
            "unit_worth": one.unit,
            "small": small_words(one.resource.kind),
            "small_worth": one.small,
        }
        for one in worths
    ]


def month_points(by_month: Mapping[dt.date, Total]) -> list[Point]:
    """People by month for a chart."""
    return [Point(month_words(month), one.people) for month, one in by_month.items()]


def month_rows(by_month: Mapping[dt.date, Total]) -> list[dict[str, Any]]:
    """People and money by month."""
    return [
        {"month": month, "words": month_words(month), "total": one}
        for month, one in by_month.items()
    ]


def roubles(amount: Decimal) -> str:
    """An amount in roubles in the reader's way."""
    return money_words(amount, CURRENCY)
