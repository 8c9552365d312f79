"""The request as its sender sees it, and where the patient's consent stands."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.cases.selectors import running_clocks
from sanamost.journey.cases.states import ClockKind
from sanamost.journey.requests import selectors
from sanamost.journey.requests.states import AskStanding, RequestState
from sanamost.registry.organisations.selectors import in_language
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.wording import reader_language

ASKABLE = {
    AskStanding.NOT_ASKED,
    AskStanding.ASKED,
    AskStanding.EXPIRED,
    AskStanding.REFUSED,
    AskStanding.WITHDRAWN,
}
KINDS = {
    AskStanding.GIVEN: "good",
    AskStanding.ASKED: "waiting",
    AskStanding.REFUSED: "ended",
    AskStanding.WITHDRAWN: "ended",
}
OVER = {RequestState.CLOSED, RequestState.WITHDRAWN, RequestState.REJECTED}


@panel("partner", order=10)
def request_panel(request: Request, case: Any) -> Panel | None:
    """State and wishes; the words only with the patient's consent."""
    try:
        asked = selectors.request_of(request.actor, case)
    except NotVisible:
        return None
    standing = selectors.consent_standing(request.actor, asked, now=timezone.now())
    return Panel(
        code="request",
        title=_("Request"),
        template="partner/panels/request.html",
        context={
            "asked": asked,
            "need": selectors.need_of(request.actor, case),
            "standing": standing,
            "standing_kind": KINDS.get(standing, "waiting"),
            "may_ask": standing in ASKABLE and asked.state not in OVER,
        },
        next_action=_next(request, asked, standing),
        state=asked.get_state_display(),
    )


def _next(request: Request, asked: Any, standing: AskStanding) -> NextAction | None:
    if standing == AskStanding.ASKED:
        return NextAction(_("The patient reads the consents and decides"), _("The patient"))
    desk = in_language(asked.desk.names, reader_language())
    due = {c.kind: c.due_at for c in running_clocks(request.actor, [asked.case_id])}
    if asked.state == RequestState.SUBMITTED:
        call = due.get(ClockKind.CALL_BACK)
        return NextAction(_("A coordinator calls the patient"), desk, due=call)
    if asked.state in {RequestState.VERIFIED, RequestState.COMPLETE}:
        return NextAction(_("The desk sends the request to clinics"), desk)
    return None
