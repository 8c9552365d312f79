"""What the patient asks, and the desk's next step."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.journey.cases.states import ClockKind
from sanamost.journey.requests import selectors
from sanamost.journey.requests.states import AskStanding, RequestState
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.clinic.reading import Reading, reading_of
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.wording import pick_text

# At each state: what happens next, the page where it is done, the clock that runs.
STEPS = {
    RequestState.SUBMITTED: ("clinic:verify", ClockKind.CALL_BACK),
    RequestState.VERIFIED: ("clinic:complete", ClockKind.COMPLETE),
    RequestState.COMPLETE: ("clinic:forward", None),
}


@panel("clinic", order=10)
def request_panel(request: Request, case: Any) -> Panel | None:
    """The need in the patient's words with the translation beside, wishes, the desk's work."""
    reading = reading_of(request, case)
    asked = reading.request
    if asked is None:
        return None
    areas = {area.code: area.name for area in catalogue.areas(get_language() or "en")}
    standing = selectors.consent_standing(request.actor, asked, now=timezone.now())
    return Panel(
        code="request",
        title=_("What is asked for"),
        template="clinic/panels/request.html",
        place="story",
        state=str(RequestState(asked.state).label),
        context={
            "asked": asked,
            "reading": reading,
            "need": selectors.need_of(request.actor, case),
            "area": areas.get(asked.area, ""),
            "wish": _wish(reading),
            "standing": standing,
            "consent": standing == AskStanding.GIVEN,
            "earlier": selectors.earlier_case_of(request.actor, asked),
            "open": asked.state in STEPS,
        },
        next_action=_next(reading, standing),
    )


def _wish(reading: Reading) -> str:
    """What the visitor was looking at, for the desk alone: other clinics need not know."""
    asked = reading.request
    if not reading.at_desk or not (asked.wished_clinic or asked.wished_service):
        return ""
    clinic = organisations.card_by_code(asked.wished_clinic)
    said = [catalogue.service_names(asked.wished_service), clinic.names if clinic else {}]
    return " · ".join(pick_text(names) for names in said if names)


def _next(reading: Reading, standing: AskStanding) -> NextAction | None:
    asked = reading.request
    if asked.state not in STEPS:
        return None
    page, clock = STEPS[asked.state]
    words = {
        RequestState.SUBMITTED: _("Call the patient back and note the call"),
        RequestState.VERIFIED: _("Check that everything is there"),
        RequestState.COMPLETE: _("Choose clinics and forward the request"),
    }[asked.state]
    if asked.state == RequestState.COMPLETE and standing != AskStanding.GIVEN:
        return NextAction(
            words=_("The patient reads and gives the consents"),
            who=_("Patient"),
            url=reverse("clinic:ask_consent", args=[asked.public_id])
            if reading.coordinates
            else "",
            mine=False,
        )
    return NextAction(
        words=words,
        who=str(asked.assigned_to or _("The desk")),
        url=reverse(page, args=[asked.public_id]) if reading.coordinates else "",
        due=due_of(reading, clock),
        mine=reading.coordinates,
    )


def due_of(reading: Reading, kind: ClockKind | None) -> dt.datetime | None:
    """When the running clock of the kind is due."""
    return next((clock.due_at for clock in reading.clocks if clock.kind == kind), None)
