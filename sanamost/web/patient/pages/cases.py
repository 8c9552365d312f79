"""The patient's cases, and the one page that always says what happens next."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import Stage
from sanamost.journey.requests import selectors, services
from sanamost.registry.patients.selectors import patients_by_key
from sanamost.web.acting import Request
from sanamost.web.components.history import history_of
from sanamost.web.components.pages import show
from sanamost.web.components.panels import next_action, panels
from sanamost.web.patient.way import way_of
from sanamost.web.routing import acts, route

OVER = {Stage.CLOSED, Stage.ENDED_EARLY}
READS = "cases.case.read"


@route("patient", "cases", "", policies.signed_in())
def my_cases(request: Request) -> HttpResponse:
    """Everything that the person asked for, for themselves and for others."""
    if not request.actor.has(Role.PATIENT):
        return redirect("people:act_for")
    found = list(cases.visible_cases(request.actor)[:100])
    names = patients_by_key(request.actor, {case.patient_id for case in found})
    rows = [(case, names.get(case.patient_id), case.stage in OVER) for case in found]
    return show(
        request,
        "patient/cases.html",
        {"rows": rows},
        portal="patient",
        current="patient:cases",
    )


@route("patient", "case", "cases/<case:case>/", policies.patient_side(reads=READS))
def case_page(request: Request, case: str) -> HttpResponse:
    """One case: what happens next, the way, and each stage's panel."""
    row = cases.access_case(request.actor, case)
    shown = panels("patient", request, row)
    context: dict[str, Any] = {
        "case": row,
        "patient": patients_by_key(request.actor, {row.patient_id}).get(row.patient_id),
        "panels": shown,
        "next": None if row.stage in OVER else next_action(shown),
        "over": row.stage in OVER,
        "way": way_of(row),
        "history": history_of(request.actor, row, "patient"),
    }
    return show(request, "patient/case.html", context, portal="patient", current="patient:cases")


@route("patient", "withdraw", "cases/<case:case>/withdraw/", policies.patient_side(), writes=True)
def withdraw(request: Request, case: str) -> HttpResponse:
    """Take the request back, after being asked once more."""
    row = cases.access_case(request.actor, case)
    asked = selectors.request_of(request.actor, row)
    if acts(request):
        services.withdraw(actor=request.actor, request=asked, now=timezone.now())
        messages.success(request, _("Your request was withdrawn. The clinics have been told."))
        return redirect("patient:case", row.public_id)
    return show(
        request,
        "patient/withdraw.html",
        {"case": row, "refusal": request.refusal},
        portal="patient",
        current="patient:cases",
    )
