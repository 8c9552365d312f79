"""The patient's conversations with the desk and with clinics."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.foundation.messaging.selectors import talks_of
from sanamost.journey.cases.conversations import partners_in_talk
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.components.panels import Panel, panel


@panel("patient", order=90)
def messages(request: Request, case: Any) -> Panel | None:
    """With whom one can talk, and where something new was said."""
    talks = {talk.organisation_id: talk for talk in talks_of(request.actor, case_id=case.pk)}
    ids = set(partners_in_talk(request.actor, case.pk)) | set(talks)
    if not ids:
        return None
    cards = organisations.cards(ids)
    sides = sorted(
        ((card, talks.get(key)) for key, card in cards.items()),
        key=lambda side: (side[1] is None, side[0].code),
    )
    return Panel(
        code="messages",
        title=_("Messages"),
        template="patient/panels/messages.html",
        context={"sides": sides},
        place="side",
    )
