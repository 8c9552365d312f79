"""The waiting list: proposals for which no day is free, and the places found for them."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.bookings import selectors, services
from sanamost.journey.bookings.states import WaitingState
from sanamost.journey.cases import selectors as cases
from sanamost.journey.proposals import selectors as proposals
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.patients import selectors as patients
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.capacity import WaitForm
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.routing import acts, form_of, route

COORDINATORS = policies.care_staff(Role.COORDINATOR, reads="bookings.waiting.read")
WINDOW = dt.timedelta(days=60)


@route("clinic", "wait", "proposals/<proposal:proposal>/wait/", COORDINATORS, writes=True)
def wait(request: Request, proposal: str) -> HttpResponse:
    """Put the proposal on the waiting list for an arrival between two days."""
    row = proposals.access_proposal(request.actor, proposal)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    known = selectors.waiting_of(request.actor, row.pk)
    first = known.first_on if known else max(row.arrives_on or tomorrow, tomorrow)
    last = known.last_on if known else first + WINDOW
    form = form_of(
        request, WaitForm, initial={"first_on": first.isoformat(), "last_on": last.isoformat()}
    )
    if acts(request) and form.is_valid():
        services.wait(
            actor=request.actor,
            proposal=proposal,
            first_on=form.cleaned_data["first_on"],
            last_on=form.cleaned_data["last_on"],
            now=timezone.now(),
        )
        messages.success(request, _("The proposal is on the waiting list."))
        return redirect(f"{reverse('clinic:proposal', args=[proposal])}#dates")
    case = cases.case_of(row.case_id)
    context = {
        "form": form,
        "proposal": row,
        "case": case,
        "crumbs": [
            Link(case.number, reverse("clinic:case", args=[case.public_id])),
            Link(_("Proposal"), reverse("clinic:proposal", args=[proposal])),
        ],
    }
    return show(request, "clinic/wait.html", context, portal="clinic", current="clinic:inbox")


@route("clinic", "waiting", "waiting/", COORDINATORS)
def waiting(request: Request) -> HttpResponse:
    """Who waits, the longest first; places just found stand on top."""
    rows = selectors.waiting_list(request.actor)
    people = patients.patients_by_key(request.actor, {row.case.patient_id for row in rows})
    areas = {choice.code: choice.name for choice in catalogue.areas(get_language() or "en")}
    context: dict[str, Any] = {
        "rows": [
            {
                "row": row,
                "patient": people.get(row.case.patient_id),
                "area": areas.get(row.proposal.area, ""),
                "found": row.state == WaitingState.OFFERED,
            }
            for row in rows
        ]
    }
    return show(request, "clinic/waiting.html", context, portal="clinic", current="clinic:places")


@route("clinic", "stop_waiting", "waiting/<waiting:waiting>/stop/", COORDINATORS, writes=True)
def stop_waiting(request: Request, waiting: str) -> HttpResponse:
    """Take a proposal off the list."""
    row = selectors.access_waiting(request.actor, waiting)
    if acts(request):
        services.stop_waiting(actor=request.actor, waiting=waiting, now=timezone.now())
        messages.success(request, _("The proposal is off the waiting list."))
        return redirect("clinic:waiting")
    case = cases.case_of(row.case_id)
    context = {"row": row, "case": case, "refusal": request.refusal}
    return show(
        request, "clinic/stop_waiting.html", context, portal="clinic", current="clinic:places"
    )
