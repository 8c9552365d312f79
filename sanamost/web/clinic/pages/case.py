"""One case: story and files, the stages and the conversation, what happens next."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import ClockKind, Stage
from sanamost.journey.requests import services
from sanamost.journey.requests.selectors import earlier_case_of
from sanamost.journey.requests.states import ReferralState
from sanamost.registry.patients import selectors as patients
from sanamost.web.acting import Request
from sanamost.web.clinic.reading import Reading, reading_of
from sanamost.web.components.pages import show
from sanamost.web.components.panels import drawn, next_action, panels
from sanamost.web.components.states import meaning_of
from sanamost.web.routing import route

CASE = policies.care_staff(reads="cases.case.read")


@route("clinic", "case", "cases/<case:case>/", CASE)
def case(request: Request, case: str) -> HttpResponse:
    """The case's page, made of panels; a new referral counts as read from now on."""
    row = cases.access_case(request.actor, case)
    _note_read(request, row)
    reading = reading_of(request, row)
    shown = panels("clinic", request, row)
    places = {place: drawn(shown, request, row, place) for place in ("story", "main", "side")}
    context = {
        "case": row,
        "reading": reading,
        "patient": reading.patient,
        "next": next_action(shown),
        "stage": Stage(row.stage).label,
        "stage_meaning": meaning_of(row.stage),
        "clocks": _clocks(reading),
        **places,
    }
    return show(request, "clinic/desk/case.html", context, portal="clinic", current="clinic:inbox")


def _note_read(request: Request, row: Any) -> None:
    """Coordinators and physicians of the clinic have read a referral once its page is open."""
    if not request.actor.has(Role.COORDINATOR, Role.PHYSICIAN):
        return
    own = reading_of(request, row).own
    if own is not None and own.state == ReferralState.NEW:
        services.read_referral(actor=request.actor, referral=own, now=timezone.now())


def _clocks(reading: Reading) -> list[tuple[str, Any]]:
    return [(str(ClockKind(clock.kind).label), clock.due_at) for clock in reading.clocks]


@route("clinic", "alike", "cases/<case:case>/alike/", CASE)
def alike(request: Request, case: str) -> HttpResponse:
    """Two cases of what looks like the same person, side by side."""
    row = cases.access_case(request.actor, case)
    reading = reading_of(request, row)
    earlier = earlier_case_of(request.actor, reading.request) if reading.request else None
    if earlier is None:
        return redirect("clinic:case", case)
    before = patients.patient_of(request.actor, patient_id=earlier.patient_id, case_id=earlier.pk)
    sides = [(row, reading.patient), (earlier, before)]
    context = {"case": row, "sides": sides, "reading": reading}
    return show(request, "clinic/desk/alike.html", context, portal="clinic", current="clinic:inbox")
