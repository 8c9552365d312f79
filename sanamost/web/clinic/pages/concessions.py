"""Giving a foreign patient what the state task keeps: asked by one, decided on by another."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.registry.resources import selectors, services
from sanamost.registry.resources.policies import DECIDERS, KEEPERS
from sanamost.registry.resources.states import ConcessionState
from sanamost.web.acting import Request
from sanamost.web.clinic import capacity
from sanamost.web.clinic.capacity import BOTH, DECIDING, KEEPING, show_capacity
from sanamost.web.clinic.forms.capacity import ConcessionForm
from sanamost.web.components.parts import Meaning
from sanamost.web.routing import acts, form_of, route

AT = "capacity/concessions/"
PREFILLED = ("resource", "first_on", "last_on", "amount")
MEANINGS: dict[str, Meaning] = {
    ConcessionState.ASKED: "waiting",
    ConcessionState.GRANTED: "good",
    ConcessionState.REFUSED: "ended",
}


@route("clinic", "concessions", AT, BOTH)
def concessions(request: Request) -> HttpResponse:
    """What was asked, granted and refused, the newest first."""
    rows = [_row(row, request) for row in selectors.own_concessions(request.actor)]
    context = {
        "rows": rows,
        "asks": request.actor.has(*KEEPERS),
        "decides": request.actor.has(*DECIDERS),
        "meaning": _meaning(),
    }
    return show_capacity(request, "concessions", context, part="concessions")


@route("clinic", "ask_concession", f"{AT}new/", KEEPING, writes=True)
def ask_concession(request: Request) -> HttpResponse:
    """Ask; nothing changes before somebody else says yes."""
    resources = [
        (row.public_id, f"{row.name} · {capacity.unit_words(row.kind)}")
        for row in selectors.own_resources(request.actor)
    ]
    initial = {name: request.GET.get(name, "") for name in PREFILLED}
    form = form_of(request, ConcessionForm, resources=resources, initial=initial)
    if acts(request) and form.is_valid():
        services.ask_concession(actor=request.actor, **form.cleaned_data, now=timezone.now())
        messages.success(request, _("Asked. A physician or quality officer decides."))
        return redirect("clinic:concessions")
    context = {
        "form": form,
        "title": _("Ask for a concession"),
        "asks": _("Ask"),
        "meaning": _meaning(),
    }
    return show_capacity(request, "form", context, part="concessions")


@route("clinic", "decide_concession", f"{AT}<concession:concession>/", DECIDING, writes=True)
def decide_concession(request: Request, concession: str) -> HttpResponse:
    """Look at what was asked, and say yes or no."""
    row = selectors.access_concession(request.actor, concession)
    if acts(request) and request.POST.get("decision") in {"grant", "refuse"}:
        granted = request.POST["decision"] == "grant"
        services.decide_concession(
            actor=request.actor, concession=concession, granted=granted, now=timezone.now()
        )
        messages.success(
            request, _("Granted: it can be offered at once.") if granted else _("Refused.")
        )
        return redirect("clinic:concessions")
    days = selectors.days_of(
        organisation_id=request.actor.organisation_id or 0,
        first=row.first_on,
        before=row.before,
        resource=row.resource.public_id,
    )
    context = {
        **_row(row, request),
        "open": row.state == ConcessionState.ASKED,
        "days": [_day(one, row) for one in days],
        "explained": _meaning(),
        "told": str(getattr(request.refusal, "text", "")),
        "title": _("A concession"),
    }
    return show_capacity(request, "concession", context, part="concessions")


def _meaning() -> str:
    return _(
        "What is conceded is taken from what is kept for patients of the state task: on these days"
        " fewer of them can come than the level of protection promises. It takes two people and a"
        " reason, stays on record, and is counted on the page of the region's coordinator."
    )


def _row(row: Any, request: Request) -> dict[str, Any]:
    return {
        "row": row,
        "last_on": row.before - dt.timedelta(days=1),
        "amount": capacity.day_amount(row.resource.kind, row.amount),
        "state": MEANINGS[ConcessionState(row.state)],
        "own": row.asked_by_id == request.actor.user_id,
    }


def _day(one: Any, row: Any) -> dict[str, Any]:
    """One of the days: what there is, is kept and taken already, and what a yes would free."""
    left = one.supply + one.conceded - one.protected - one.held - one.booked

    def words(amount: int) -> str:
        return capacity.day_amount(row.resource.kind, amount)

    return {
        "day": one.day,
        "supply": words(one.supply),
        "kept": words(one.protected),
        "conceded": words(one.conceded) if one.conceded else "—",
        "taken": words(one.held + one.booked),
        "free": words(one.free),
        "then": words(max(0, left + row.amount)),
    }
