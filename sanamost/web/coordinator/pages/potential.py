"""The potential of the clinics in charge, what limits it, and what winning the patients costs."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.engines.capacity.potential import Limit
from sanamost.insight.potential import selectors
from sanamost.insight.potential.selectors import CURRENCY, Report
from sanamost.web.acting import Request
from sanamost.web.components import export
from sanamost.web.components import potential as words
from sanamost.web.components.figures.page import region_names
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Point
from sanamost.web.components.wording import pick_text, reader_language
from sanamost.web.coordinator.forms.potential import PotentialForm
from sanamost.web.coordinator.pages.figures import COORDINATORS
from sanamost.web.routing import route

Line = list[Any]
Sheet = Callable[[Report], Iterator[Line]]


@route("coordinator", "potential", "potential/", COORDINATORS)
def potential(request: Request) -> HttpResponse:
    """People and money by month, profile and clinic; bottlenecks, equipment, promotion."""
    form, found = _report(request)
    if found is None:
        return words.not_counted_yet(request, portal="coordinator", current="coordinator:potential")
    areas, region = words.area_names(), region_names(reader_language())
    months = found.months
    context = {
        "form": form,
        "found": found,
        "as_of": found.as_of,
        "total": found.total,
        "currency": CURRENCY,
        "first": words.month_words(months[0]),
        "last": words.month_words(months[-1]),
        "title_of": " · ".join(
            part
            for part in (region(found.region) if found.region else "", areas.get(found.area, ""))
            if part
        ),
        "points": words.month_points(found.by_month()),
        "months": words.month_rows(found.by_month()),
        "profiles": [(areas.get(code, code), one, number) for code, one, number in found.by_area()],
        "profile_points": [
            Point(areas.get(code, code), one.revenue, words.roubles(one.revenue))
            for code, one, _number in found.by_area()
        ],
        "regions": [(region(code), code, one, number) for code, one, number in found.by_region()],
        "clinics": [
            {
                "row": one,
                "name": pick_text(one.card.names),
                "region": region(one.card.region),
                "limit": _told(one, areas),
            }
            for one in found.clinics
        ],
        "silent": [(pick_text(card.names), region(card.region)) for card in found.silent],
        "machines": [_machine(one, areas) for one in found.machines],
        "promotion": [(words.group_words(one.group), one) for one in found.promotion],
        "unknown": sum(one.unknown for one in found.promotion),
        "under": _under(found),
        "concessions": [
            (pick_text(card.names), row, _conceded(row, areas)) for card, row in found.concessions
        ],
        "shortfalls": [
            (
                pick_text(one.card.names), words.resource_words(one.resource, areas),
                words.month_words(one.month), one.days,
                words.amount_words(one.resource.kind, one.amount),
            )
            for one in found.shortfalls
        ],
        "sheets": [(name, label) for name, (label, _made) in _sheets().items()],
        "query": urlencode(_asked(request)),
    }  # fmt: skip
    return show(
        request,
        "coordinator/potential/page.html",
        context,
        portal="coordinator",
        current="coordinator:potential",
    )


@route("coordinator", "potential_sheet", "potential/sheets/<slug:table>/", COORDINATORS)
def potential_sheet(request: Request, table: str) -> HttpResponse:
    """A table of the page as a file."""
    sheets = _sheets()
    if table not in sheets:
        raise Http404
    _form, found = _report(request)
    if found is None:
        raise Http404
    head, *rows = sheets[table][1](found)
    name = f"potential-{table}-{found.months[0]:%Y-%m}"
    return export.table(request.GET.get("format", ""), name, head, rows)


def _report(request: Request) -> tuple[PotentialForm, Report | None]:
    """As it was counted last; a count is asked for where there is none for the coming months."""
    regions: list[tuple[str, str]] = []
    if request.actor.organisation_kind == "national":
        regions = selectors.regions_of_clinics(region_names(reader_language()))
    form = PotentialForm(request.GET, regions=regions)
    now = timezone.now()
    found = selectors.report(request.actor, today=timezone.localdate(now), now=now, **form.said())
    words.ask_where_old(found.as_of if found else None, now)
    return form, found


def _asked(request: Request) -> dict[str, str]:
    names = ("area", "region", "budget")
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def _told(one: selectors.ClinicLine, areas: dict[str, str]) -> words.Told | None:
    most = one.worth.resource if one.worth and one.limit is Limit.RESOURCE else None
    return words.told(one.limit, one.share, most, one.worth, areas)


def _machine(one: selectors.Machine, areas: dict[str, str]) -> dict[str, Any]:
    kind = one.resource.kind
    return {
        "clinic": pick_text(one.card.names),
        "name": words.resource_words(one.resource, areas),
        "detail": one.resource.detail,
        "supply": words.amount_words(kind, one.supply),
        "free": words.amount_words(kind, one.free),
        "share": one.share,
        "planned": words.amount_words(kind, one.planned),
        "unused": words.amount_words(kind, one.unused),
        "unused_share": one.unused / one.supply if one.supply else None,
    }


def _under(found: Report) -> dict[str, Any] | None:
    under = found.under_budget
    if under is None:
        return None
    return {
        "found": under,
        "groups": [
            (words.group_words(code), one)
            for code, one in sorted(under.by_group.items(), key=lambda it: (-it[1].people, it[0]))
        ],
    }


def _conceded(row: Any, areas: dict[str, str]) -> str:
    days = (row.before - row.first_on).days
    amount = words.amount_words(row.resource.kind, row.amount * days)
    return f"{words.resource_words(row.resource, areas)}: {amount}"


def _sheets() -> dict[str, tuple[str, Sheet]]:
    return {
        "cells": (_("People by clinic, profile, country and month"), _cells),
        "clinics": (_("Clinics and what limits them"), _clinics),
        "equipment": (_("Heavy equipment"), _equipment),
        "promotion": (_("Cost of promotion"), _promotion),
        "concessions": (_("Concessions"), _concessions),
        "shortfalls": (_("Days that promise too much"), _shortfalls),
    }


def _cells(found: Report) -> Iterator[Line]:
    money = [_("Price"), _("Revenue, roubles"), _("Cost of promotion, roubles")]
    yield [_("Region"), _("Clinic"), _("Profile"), _("From"), _("Month"), _("Patients"), *money]
    areas, region = words.area_names(), region_names(reader_language())
    for one in found.cells:
        card = found.cards[one.organisation_id]
        promotion = _("not said") if one.cost is None else one.promotion
        yield [
            region(card.region), pick_text(card.names), areas.get(one.area, one.area),
            words.group_words(one.group), one.month, one.people, one.price, one.revenue, promotion,
        ]  # fmt: skip
    total = found.total
    yield [_("Together"), "", "", "", "", total.people, "", total.revenue, total.promotion]


def _clinics(found: Report) -> Iterator[Line]:
    limits = [_("What limits most"), _("Its part"), _("One more"), _("Brings, roubles")]
    guard = [_("Concessions"), _("Overfull days")]
    yield [_("Region"), _("Clinic"), _("Patients"), _("Revenue, roubles"), *limits, *guard]
    areas, region = words.area_names(), region_names(reader_language())
    for one in found.clinics:
        told = _told(one, areas)
        limit: Line = [""] * 4
        if told:
            more = f"{told.unit}: {told.resource}" if told.unit else ""
            limit = [told.name, round(one.share, 4), more, told.worth]
        of = [region(one.card.region), pick_text(one.card.names)]
        yield [
            *of, one.total.people, one.total.revenue, *limit, one.concessions, one.short_days
        ]  # fmt: skip
    for card in found.silent:
        yield [region(card.region), pick_text(card.names), _("no capacity entered")]
    yield [_("Together"), "", found.total.people, found.total.revenue]


def _equipment(found: Report) -> Iterator[Line]:
    hours = [_("Hours given"), _("Hours free after the state task"), _("Share"), _("Plan takes")]
    yield [_("Clinic"), _("Equipment"), _("Kind"), *hours, _("Stays unused")]
    for one in found.machines:
        hours_of = [round(part / 60, 1) for part in (one.supply, one.free, one.planned, one.unused)]
        yield [
            pick_text(one.card.names), one.resource.name, one.resource.detail,
            hours_of[0], hours_of[1], round(one.share, 4), *hours_of[2:],
        ]  # fmt: skip


def _promotion(found: Report) -> Iterator[Line]:
    yield [
        _("From"), _("Patients"), _("Cost of one, roubles"), _("Source"), _("Day"),
        _("Cost of all, roubles"), _("Revenue, roubles"),
    ]  # fmt: skip
    for one in found.promotion:
        cost = one.cost
        said = [cost.amount, cost.source, cost.as_of] if cost else [_("not said"), "", ""]
        of = [words.group_words(one.group), one.total.people]
        yield [*of, *said, one.total.promotion, one.total.revenue]
    total = found.total
    yield [_("Together"), total.people, "", "", "", total.promotion, total.revenue]


def _concessions(found: Report) -> Iterator[Line]:
    yield [
        _("Clinic"), _("Resource"), _("First day"), _("Day after the last"), _("Amount a day"),
        _("Decided"), _("Reason"),
    ]  # fmt: skip
    for card, row in found.concessions:
        yield [
            pick_text(card.names), row.resource.name, row.first_on, row.before, row.amount,
            row.decided_at, row.reason,
        ]  # fmt: skip


def _shortfalls(found: Report) -> Iterator[Line]:
    yield [_("Clinic"), _("Resource"), _("Month"), _("Overfull days"), _("Missing"), _("Unit")]
    for one in found.shortfalls:
        unit = _("bed-days") if one.resource.kind == "beds" else _("minutes")
        name = pick_text(one.card.names)
        yield [name, one.resource.name, one.month, one.days, one.amount, unit]
