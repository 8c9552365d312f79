"""Conversations with the patient's side."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.languages.errors import NotVisible
from sanamost.foundation.messaging import selectors, services
from sanamost.journey.cases import conversations
from sanamost.journey.cases import selectors as cases
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.desk import TranslationForm
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.talk import MessageForm
from sanamost.web.routing import acts, form_of, route

TALK = policies.care_staff(reads="cases.messages.read")


@route("clinic", "messages", "messages/", TALK)
def talks(request: Request) -> HttpResponse:
    """Every conversation, unread ones first."""
    context = {"talks": selectors.talks_of(request.actor)}
    return show(
        request, "clinic/desk/messages.html", context, portal="clinic", current="clinic:messages"
    )


@route("clinic", "say", "cases/<case:case>/say/", TALK, writes=True)
def say(request: Request, case: str) -> HttpResponse:
    """Write to the patient's side; `papers` begins with a request for papers."""
    row = cases.access_case(request.actor, case)
    words = _("Please send us these papers:\n– ") if "papers" in request.GET else ""
    initial = {"language": get_language() or "en", "words": words}
    form = form_of(request, MessageForm, initial=initial)
    if acts(request) and form.is_valid():
        conversations.say(
            actor=request.actor,
            case=row,
            organisation_id=request.actor.organisation_id or 0,
            now=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("Sent."))
        return redirect(reverse("clinic:case", args=[case]) + "#messages")
    context = {
        "form": form,
        "case": row,
        "crumbs": [
            Link(_("Inbox"), reverse("clinic:inbox")),
            Link(row.number, reverse("clinic:case", args=[case])),
        ],
    }
    return show(request, "clinic/desk/say.html", context, portal="clinic", current="clinic:inbox")


@route("clinic", "translate_message", "messages/<message:message>/translate/", TALK, writes=True)
def translate_message(request: Request, message: str) -> HttpResponse:
    """Type a translation beside a message."""
    row = selectors.message_of(request.actor, message)
    if row.organisation_id != request.actor.organisation_id:
        raise NotVisible
    first = {"words": row.translation, "language": row.translation_language or "ru"}
    form = form_of(request, TranslationForm, initial=first)
    if acts(request) and form.is_valid():
        services.translate_message(
            actor=request.actor, public_id=message, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("The translation stands beside the message."))
        return redirect(reverse("clinic:case", args=[row.case.public_id]) + "#messages")
    context = {
        "form": form,
        "message": row,
        "crumbs": [
            Link(_("Inbox"), reverse("clinic:inbox")),
            Link(row.case.number, reverse("clinic:case", args=[row.case.public_id])),
        ],
    }
    return show(
        request,
        "clinic/desk/translate_message.html",
        context,
        portal="clinic",
        current="clinic:inbox",
    )
