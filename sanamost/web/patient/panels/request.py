"""What was asked, and what the desk does with it."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.cases.selectors import running_clocks
from sanamost.journey.cases.states import ClockKind, Fact
from sanamost.journey.requests import selectors
from sanamost.journey.requests.states import RequestState
from sanamost.registry.organisations.selectors import in_language
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.wording import reader_language


@panel("patient", order=10)
def request_panel(request: Request, case: Any) -> Panel | None:
    """The request in the patient's own words."""
    try:
        asked = selectors.request_of(request.actor, case)
    except NotVisible:
        return None
    return Panel(
        code="request",
        title=_("Your request"),
        template="patient/panels/request.html",
        context={
            "asked": asked,
            "need": selectors.need_of(request.actor, case),
            "may_withdraw": _may_withdraw(asked, case),
        },
        next_action=_next(request, asked),
        state=asked.get_state_display(),
    )


def _may_withdraw(asked: Any, case: Any) -> bool:
    ends = {RequestState.CLOSED, RequestState.WITHDRAWN, RequestState.REJECTED}
    return asked.state not in ends and Fact.ACCEPTED not in case.facts


def _next(request: Request, asked: Any) -> NextAction | None:
    open_asks = selectors.open_asks(request.actor, now=timezone.now(), case_id=asked.case_id)
    if open_asks:
        words = _("Read the consents and decide")
        return NextAction(words, _("You"), url=reverse("patient:consents"), mine=True)
    desk = in_language(asked.desk.names, reader_language())
    due = {c.kind: c.due_at for c in running_clocks(request.actor, [asked.case_id])}
    steps = {
        RequestState.SUBMITTED: (_("A coordinator calls you"), ClockKind.CALL_BACK),
        RequestState.VERIFIED: (
            _("The desk makes sure that doctors have what they need"),
            ClockKind.COMPLETE,
        ),
        RequestState.COMPLETE: (_("The desk sends your request to clinics"), None),
    }
    if asked.state not in steps:
        return None
    words, kind = steps[asked.state]
    return NextAction(words, desk, due=due.get(kind) if kind else None)
