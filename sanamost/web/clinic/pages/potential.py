"""How many foreign patients the clinic can take, what limits it, and what if."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.insight.potential import selectors
from sanamost.insight.potential.selectors import CURRENCY, Own, Step
from sanamost.registry.resources.states import FinanceSource
from sanamost.web.acting import Request
from sanamost.web.clinic.capacity import tabs
from sanamost.web.clinic.forms.potential import HandForm, WhatIfForm, month_code
from sanamost.web.components import export
from sanamost.web.components import potential as words
from sanamost.web.components.pages import show
from sanamost.web.components.wording import number_words, pick_text
from sanamost.web.routing import route

READERS = policies.care_staff(Role.COORDINATOR, Role.FINANCE, Role.QUALITY)


@route("clinic", "potential", "potential/", READERS)
def potential(request: Request) -> HttpResponse:
    """The clinic's part of the plan, the formula by hand beside it, and what if."""
    own = _own(request)
    if own is None:
        return words.not_counted_yet(
            request,
            portal="clinic",
            current="clinic:potential",
            tabs=tabs(request, "potential"),
        )
    areas = words.area_names()
    limit, key = max(own.shares, key=lambda one: own.shares[one], default=(None, None))
    most = own.gathered.resources.get(key) if key is not None else None
    scarcest = next((one for one in own.worths if one.scarce), None)
    share = own.shares[limit, key] if limit is not None else 0.0
    context = {
        "own": own,
        "as_of": own.as_of,
        "tabs": tabs(request, "potential"),
        "total": own.total,
        "currency": CURRENCY,
        "entered": bool(own.worths) or bool(own.areas),
        "first": words.month_words(own.gathered.months[0]),
        "last": words.month_words(own.gathered.months[-1]),
        "limit": words.told(limit, share, most, scarcest, areas),
        "points": words.month_points(own.by_month()),
        "areas": [areas.get(code, code) for code in own.areas],
        "months": _months(own, areas),
        "foot": [{"name": areas.get(code, code), **_area_total(own, code)} for code in own.areas],
        "worths": words.worth_rows(own.worths, areas),
        "alone": [_alone(one, areas) for one in own.alone],
        "without_recipe": [areas.get(code, code) for code in own.without_recipe],
        "without_price": [areas.get(code, code) for code in own.without_price],
        **_by_hand(request, own, areas),
        **_what_if(request, own, areas),
    }
    return show(
        request, "clinic/potential.html", context, portal="clinic", current="clinic:potential"
    )


@route("clinic", "potential_sheet", "potential/sheet/", READERS)
def potential_sheet(request: Request) -> HttpResponse:
    """People and money by month, profile and group of countries as a file."""
    own = _own(request)
    if own is None:
        raise Http404
    areas = words.area_names()
    head = [_("Month"), _("Profile"), _("From"), _("Patients"), _("Price"), _("Revenue, roubles")]
    rows = (
        [
            one.month, areas.get(one.area, one.area), words.group_words(one.group), one.people,
            one.price, one.revenue,
        ]
        for one in sorted(own.cells, key=lambda one: (one.month, one.area, one.group))
    )  # fmt: skip
    name = f"potential-{own.gathered.months[0]:%Y-%m}"
    return export.table(request.GET.get("format", ""), name, head, rows)


def _own(request: Request) -> Own | None:
    """As it was counted last; a count is asked for where there is none for the coming months."""
    now = timezone.now()
    own = selectors.own_potential(request.actor, today=timezone.localdate(now))
    words.ask_where_old(own.as_of if own else None, now)
    return own


def _months(own: Own, areas: dict[str, str]) -> list[dict[str, Any]]:
    """A row for each month: people by area beside the formula's, and the sum."""
    people = selectors.grouped(own.cells, lambda cell: (cell.area, cell.month))
    by_formula = selectors.hand_totals(own)
    return [
        {
            "month": month_code(month),
            "words": words.month_words(month),
            "cells": [
                {
                    "area": area,
                    "name": areas.get(area, area),
                    "people": people[area, month].people if (area, month) in people else 0,
                    "by_hand": by_formula.get((area, month)),
                }
                for area in own.areas
            ],
            "total": total,
        }
        for month, total in own.by_month().items()
    ]


def _area_total(own: Own, area: str) -> dict[str, Any]:
    by_formula = selectors.hand_totals(own)
    return {
        "total": selectors.total(one for one in own.cells if one.area == area),
        "by_hand": sum(number for (code, _m), number in by_formula.items() if code == area),
    }


def _alone(one: selectors.Alone, areas: dict[str, str]) -> dict[str, Any]:
    treatment = one.sold.treatment
    return {
        "name": pick_text(treatment.names) if treatment else "",
        "code": treatment.code if treatment else "",
        "price": one.price,
        "people": one.people,
        "bottleneck": words.resource_words(one.bottleneck, areas) if one.bottleneck else "",
    }


def _by_hand(request: Request, own: Own, areas: dict[str, str]) -> dict[str, Any]:
    """The formula of the area and month that the address names."""
    priced = [code for code in own.areas if code not in own.without_price]
    months = {month_code(one): one for one in own.gathered.months}
    form, area, month = HandForm.asked(
        request.GET,
        areas=[(code, areas.get(code, code)) for code in priced],
        months=[(code, words.month_words(one)) for code, one in months.items()],
    )
    if not area:
        return {"hand": None}
    hand = selectors.by_hand(own, area=area, month=months[month])
    return {
        "hand": hand,
        "hand_form": form,
        "hand_area": areas.get(area, area),
        "hand_month": words.month_words(hand.month),
        "hand_service": hand.sold.treatment,
        "steps": [_step(one, areas) for one in hand.steps],
        "quotients": " ; ".join(_rounded(one.quotient.suffices_for) for one in hand.steps),
        "bottleneck": next(
            (words.resource_words(one.resource, areas) for one in hand.steps if one.least), ""
        ),
    }


def _step(one: Step, areas: dict[str, str]) -> dict[str, Any]:
    kind = one.quotient.kind
    month = one.month
    lines = [(_supply_words(one), "", float(month.supply))]
    lines += [
        (
            _("State task: %(area)s, %(source)s: %(cases)s cases × %(amount)s")
            % {
                "area": areas.get(use.area, use.area),
                "source": FinanceSource(use.source).label,
                "cases": number_words(use.cases),
                "amount": words.one_case_words(kind, use.per_case),
            },
            "−",
            use.amount,
        )
        for use in one.state
    ]
    kept = [
        (_("Kept beyond that: patients do not come evenly, and some stay over"), "−", one.beyond),
        (_("Given to foreign patients by concession"), "+", float(month.conceded)),
        (_("Held and booked for foreign patients"), "−", float(month.taken)),
        (_("Days on which more is needed than there is count as empty"), "+", float(month.short)),
        (_("Taken before by treatments that bring more"), "−", one.dearer),
    ]
    lines += [line for line in kept if abs(line[2]) >= 0.05]
    return {
        "name": words.resource_words(one.resource, areas) if one.resource else "",
        "lines": [(text, sign, words.amount_words(kind, amount)) for text, sign, amount in lines],
        "left": words.amount_words(kind, one.quotient.left),
        "per_case": words.one_case_words(kind, one.quotient.per_case),
        "suffices": _rounded(one.quotient.suffices_for),
        "least": one.least,
    }


def _supply_words(one: Step) -> str:
    row = one.resource
    if row is None:
        return _("No such resource any more")
    if row.minutes_a_day is None:
        return _("%(units)s beds, all days of the month") % {"units": number_words(row.units)}
    return _("%(units)s × %(minutes)s minutes a day, working days, less %(lost)s %% lost time") % {
        "units": number_words(row.units),
        "minutes": number_words(row.minutes_a_day),
        "lost": number_words(row.downtime_percent),
    }


def _what_if(request: Request, own: Own, areas: dict[str, str]) -> dict[str, Any]:
    """The form, and before and after once something was asked."""
    asked = request.GET if request.GET.get("ask") else None
    form = WhatIfForm(
        asked,
        areas=[(code, areas.get(code, code)) for code in own.areas],
        resources=[
            (one.resource.public_id, words.resource_words(one.resource, areas))
            for one in own.worths
        ],
    )
    if asked is None or not form.is_valid():
        return {"what_if": form, "changed": None}
    found = selectors.changed(own, form.change())
    before, after = selectors.total(found.before.cells), selectors.total(found.after.cells)
    rows = [(areas.get(code, code), was, now) for code, was, now in found.rows]
    return {
        "what_if": form,
        "changed": [_difference(*row) for row in rows],
        "changed_total": _difference(_("Together"), before, after),
    }


def _difference(name: str, was: selectors.Total, now: selectors.Total) -> dict[str, Any]:
    return {
        "name": name,
        "before": was,
        "after": now,
        "people": now.people - was.people,
        "revenue": now.revenue - was.revenue,
    }


def _rounded(number: float) -> str:
    return number_words(round(number, 2))
