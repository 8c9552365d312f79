"""Organisations with their people, and the first invitation into one that has nobody."""

import smtplib
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access import services as people
from sanamost.foundation.access.actor import labels
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging import services as messaging
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.states import OrganisationKind
from sanamost.web.acting import Request
from sanamost.web.administration.forms import FirstPersonForm, OrganisationFilters
from sanamost.web.administration.navigation import ADMINISTRATORS
from sanamost.web.components.pages import show
from sanamost.web.components.wording import country_words, pick_text
from sanamost.web.routing import acts, form_of, route


class LetterNotSent(Refusal):
    """The post does not take the letter."""

    code = "letter_not_sent"
    message = gettext_lazy(
        "The letter could not be sent, so nothing was kept. Check the address, or try again later."
    )
    field = "email"


@route("administration", "organisations", "organisations/", ADMINISTRATORS)
def all_organisations(request: Request) -> HttpResponse:
    """Every working organisation, with how many people it has."""
    filters = OrganisationFilters(request.GET)
    asked = filters.cleaned_data if filters.is_valid() else {}
    kinds = [OrganisationKind(asked["kind"])] if asked.get("kind") else list(OrganisationKind)
    wanted = str(asked.get("search", "")).casefold()
    members = access.everybody()
    rows = [
        {
            "public_id": card.public_id,
            "name": pick_text(card.names),
            "kind": card.get_kind_display(),
            "country": country_words(card.country),
            "people": len(members.get(card.pk, [])),
        }
        for card in organisations.of_kind(*kinds)
        if wanted in pick_text(card.names).casefold()
    ]
    return show(
        request,
        "administration/organisations.html",
        {"filters": filters, "rows": rows},
        portal="administration",
        current="administration:organisations",
    )


@route(
    "administration",
    "organisation",
    "organisations/<organisation:organisation>/",
    ADMINISTRATORS,
    writes=True,
)
def one_organisation(request: Request, organisation: str) -> HttpResponse:
    """One organisation: its people and roles; the first person may be invited from here."""
    card = organisations.card_by_public_id(organisation)
    members = access.everybody().get(card.pk, [])
    roles = people.FIRST_ROLES.get(card.kind, [])
    form = form_of(request, FirstPersonForm, roles=roles) if not members and roles else None
    if acts(request) and form is None:
        raise NotVisible
    if acts(request) and form is not None and form.is_valid():
        _invite(request, card, form.cleaned_data["email"], form.cleaned_data["roles"])
        return redirect("administration:organisation", organisation)
    context = {
        "card": card,
        "name": pick_text(card.names),
        "people": [
            {"name": str(row.user), "email": row.user.email, "roles": labels(row.roles)}
            for row in members
        ],
        "invitations": [
            {"email": row.email, "roles": labels(row.roles), "until": row.expires_at}
            for row in access.invited_to(card.pk, timezone.now())
        ],
        "form": form,
    }
    return show(
        request,
        "administration/organisation.html",
        context,
        portal="administration",
        current="administration:organisations",
    )


def _invite(request: Request, card: Any, email: str, roles: list[str]) -> None:
    asked = [Role(role) for role in roles]
    token = people.invite_first(
        actor=request.actor,
        organisation_id=card.pk,
        kind=card.kind,
        email=email,
        roles=asked,
        now=timezone.now(),
    )
    audit.record(
        action="access.invitation.sent", subject=card.public_id, details={"roles": sorted(asked)}
    )
    names = {"organisation": pick_text(card.names), "roles": ", ".join(labels(asked))}
    words = _(
        "%(organisation)s invites you to work in Sanamost as: %(roles)s. Open this address and sign"
        " in with this e-mail address; the invitation is valid for 14 days."
    )
    try:
        messaging.send_mail(
            to=email,
            subject=_("%(organisation)s invites you to Sanamost") % names,
            words=words % names,
            link=reverse("people:invitation", args=[token]),
            language=get_language() or "en",
        )
    except (OSError, smtplib.SMTPException) as reason:
        raise LetterNotSent from reason
    messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
