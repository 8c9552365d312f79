"""The conversation with the patient's side."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.messaging import selectors, services
from sanamost.web.acting import Request
from sanamost.web.components.panels import Panel, panel
from sanamost.web.components.talk import MessageForm


@panel("clinic", order=90)
def messages(request: Request, case: Any) -> Panel | None:
    """What was said, each in its own words with the translation beside, and the way to answer."""
    actor = request.actor
    if actor.organisation_id is None or DataClass.IDENTITY not in actor.classes:
        return None
    said = selectors.conversation(actor, case_id=case.pk, organisation_id=actor.organisation_id)
    if any(m.read_at is None and not m.from_organisation for m in said):
        services.note_conversation_read(
            actor=actor,
            case_id=case.pk,
            organisation_id=actor.organisation_id,
            now=timezone.now(),
        )
    return Panel(
        code="messages",
        title=_("Conversation with the patient"),
        template="clinic/panels/messages.html",
        context={
            "said": said,
            "form": MessageForm(initial={"language": get_language() or "en"}),
            "language": case.language,
        },
    )
