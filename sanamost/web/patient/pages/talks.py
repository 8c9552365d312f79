"""Talking with the desk or a clinic."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.languages.errors import NotVisible
from sanamost.foundation.messaging import selectors, services
from sanamost.journey.cases import conversations
from sanamost.journey.cases import selectors as cases
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.components.talk import MessageForm
from sanamost.web.routing import acts, form_of, route


@route(
    "patient",
    "talk",
    "cases/<case:case>/messages/<organisation:organisation>/",
    policies.patient_side(reads="cases.messages.read"),
    writes=True,
)
def talk(request: Request, case: str, organisation: str) -> HttpResponse:
    """What was said, and the way to say something."""
    row = cases.access_case(request.actor, case)
    card = organisations.card_by_public_id(organisation, suspended=True)
    said = selectors.conversation(request.actor, case_id=row.pk, organisation_id=card.pk)
    open_still = card.pk in conversations.partners_in_talk(request.actor, row.pk)
    if not said and not open_still:
        raise NotVisible
    form = form_of(request, MessageForm, initial={"language": get_language() or "en"})
    if acts(request) and form.is_valid():
        conversations.say(
            actor=request.actor,
            case=row,
            organisation_id=card.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("Sent."))
        return redirect("patient:talk", case, organisation)
    if any(m.read_at is None and m.from_organisation for m in said):
        services.note_conversation_read(
            actor=request.actor, case_id=row.pk, organisation_id=card.pk, now=timezone.now()
        )
    context = {"case": row, "card": card, "said": said, "form": form, "open": open_still}
    return show(request, "patient/talk.html", context, portal="patient", current="patient:cases")
