"""Demand and the cost of promotion: entered with a source, entered anew, withdrawn."""

import itertools
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.insight.potential import selectors, services
from sanamost.insight.potential.selectors import CURRENCY
from sanamost.web.acting import Request
from sanamost.web.components import potential as words
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.coordinator.forms.potential import CostForm, DemandFilter, DemandForm
from sanamost.web.coordinator.pages.figures import COORDINATORS
from sanamost.web.coordinator.pages.reasons import with_reason
from sanamost.web.routing import acts, form_of, route


@route("coordinator", "demand", "potential/demand/", COORDINATORS)
def demand(request: Request) -> HttpResponse:
    """Everything that the own office entered, withdrawn figures with their reason."""
    asked = {name: str(request.GET.get(name, ""))[:40] for name in ("area", "group")}
    areas = words.area_names()
    context = {
        "filters": DemandFilter(request.GET or None),
        "limits": _spans(selectors.own_demand(request.actor, **asked), areas),
        "costs": [
            (row, words.group_words(row.country_group))
            for row in selectors.own_costs(request.actor)
        ],
        "currency": CURRENCY,
        "crumbs": _crumbs()[:1],
    }  # fmt: skip
    return _show(request, "demand", context)


@route("coordinator", "new_demand", "potential/demand/new/", COORDINATORS, writes=True)
def new_demand(request: Request) -> HttpResponse:
    """Enter how many patients want to come."""
    form = form_of(request, DemandForm)
    if acts(request) and form.is_valid():
        services.enter_demand(actor=request.actor, facts=form.facts(), now=timezone.now())
        messages.success(request, _("Entered. What stood for these months before is put aside."))
        return redirect("coordinator:demand")
    return _enter(request, form, _("How many patients want to come"))


@route("coordinator", "new_cost", "potential/costs/new/", COORDINATORS, writes=True)
def new_cost(request: Request) -> HttpResponse:
    """Enter what winning a patient costs."""
    form = form_of(request, CostForm)
    if acts(request) and form.is_valid():
        services.enter_cost(actor=request.actor, facts=form.facts(), now=timezone.now())
        messages.success(request, _("Entered. What stood before is put aside."))
        return redirect("coordinator:demand")
    return _enter(request, form, _("What winning a patient costs"))


@route(
    "coordinator",
    "withdraw_demand",
    "potential/demand/<demand_limit:limit>/withdraw/",
    COORDINATORS,
    writes=True,
)
def withdraw_demand(request: Request, limit: str) -> HttpResponse:
    """Take a demand out of the figures, with the reason."""
    row = selectors.own_limit(request.actor, limit)
    of = f"{words.area_names().get(row.area, row.area)}, {words.month_words(row.month)}"
    return _withdrawn(request, row, of, services.withdraw_demand)


@route(
    "coordinator",
    "withdraw_cost",
    "potential/costs/<promotion_cost:cost>/withdraw/",
    COORDINATORS,
    writes=True,
)
def withdraw_cost(request: Request, cost: str) -> HttpResponse:
    """Take a cost out of the figures, with the reason."""
    row = selectors.own_cost(request.actor, cost)
    return _withdrawn(request, row, words.roubles(row.amount), services.withdraw_cost)


def _spans(rows: list[Any], areas: dict[str, str]) -> list[dict[str, Any]]:
    """Months that say the same and were entered together, as one row with its single months."""
    found = []
    for _alike, months in itertools.groupby(rows, key=_said):
        some = list(months)
        first, last = words.month_words(some[0].month), words.month_words(some[-1].month)
        found.append(
            {
                "row": some[0],
                "group": words.group_words(some[0].country_group),
                "area": areas.get(some[0].area, some[0].area),
                "months": first if first == last else f"{first} – {last}",
                "single": [(row, words.month_words(row.month)) for row in some],
            }
        )
    return found


def _said(row: Any) -> tuple[Any, ...]:
    of = (row.withdrawn_at, row.area, row.country_group)
    return (*of, row.entered_at, row.patients, row.source)


def _withdrawn(request: Request, row: Any, of: str, withdraw: Callable[..., Any]) -> HttpResponse:
    """The question for the reason; once it is given, the list again."""
    text = f"{words.group_words(row.country_group)} · {of} · {row.source}"
    context = {"row": row, "text": text, "crumbs": _crumbs()}
    return with_reason(
        request,
        withdraw,
        public_id=row.public_id,
        said=_("Withdrawn. It counts no more, and stays in the list."),
        onward="coordinator:demand",
        ask=lambda form: _show(request, "withdraw", {**context, "form": form}),
    )


def _enter(request: Request, form: Any, title: str) -> HttpResponse:
    return _show(request, "enter", {"form": form, "title": title, "crumbs": _crumbs()})


def _crumbs() -> list[Link]:
    return [
        Link(_("Export potential"), reverse("coordinator:potential")),
        Link(_("Demand and promotion"), reverse("coordinator:demand")),
    ]


def _show(request: Request, page: str, context: dict[str, Any]) -> HttpResponse:
    return show(
        request,
        f"coordinator/potential/{page}.html",
        context,
        portal="coordinator",
        current="coordinator:potential",
    )
