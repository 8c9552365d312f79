"""Who works in the organisation, and asking others in."""

import smtplib
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies, selectors
from sanamost.foundation.access import services as access
from sanamost.foundation.access.actor import labels
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging import services as messaging
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.account.forms.people import InvitationForm
from sanamost.web.account.shells import show_here
from sanamost.web.acting import ORGANISATION, Request
from sanamost.web.components.pages import show
from sanamost.web.routing import acts, form_of, route


class LetterNotSent(Refusal):
    """The post does not take the letter."""

    code = "letter_not_sent"
    message = gettext_lazy(
        "The letter could not be sent, so nothing was kept. Check the address, or try again later."
    )
    field = "email"


# No second factor is asked of who only wants to see their colleagues: no money, no case.
IN_AN_ORGANISATION = policies.roles(*(set(Role) - {Role.PATIENT, Role.COMPANION}))


@route("people", "colleagues", "colleagues/", IN_AN_ORGANISATION, writes=True)
def colleagues(request: Request) -> HttpResponse:
    """The organisation's people; whoever may invite finds the form."""
    roles = access.invitable_roles(request.actor)
    form = form_of(request, InvitationForm, roles=roles) if roles else None
    if acts(request) and form is None:
        raise NotVisible
    if acts(request) and form is not None and form.is_valid():
        email = form.cleaned_data["email"]
        _invite(request, email, [Role(role) for role in form.cleaned_data["roles"]])
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": email}
        )
        return redirect("people:colleagues")
    people = [
        {
            "name": str(row.user),
            "email": row.user.email,
            "roles": labels(row.roles),
            "ends": row.public_id if _may_end(request, row) else "",
        }
        for row in selectors.members_of(request.actor)
    ]
    waiting = [
        {"email": row.email, "roles": labels(row.roles), "until": row.expires_at}
        for row in selectors.open_invitations(request.actor, timezone.now())
    ]
    context = {"people": people, "invitations": waiting, "form": form}
    return show_here(request, "people/colleagues.html", context, current="people:colleagues")


def _may_end(request: Request, row: Any) -> bool:
    return row.user_id != request.actor.user_id and access.may_end(request.actor, row)


@route(
    "people",
    "end_membership",
    "colleagues/<membership:membership>/end/",
    IN_AN_ORGANISATION,
    writes=True,
)
def end_membership(request: Request, membership: str) -> HttpResponse:
    """Say what it does, then end a colleague's membership: it holds from their next click on."""
    row = selectors.member(request.actor, membership)
    if not access.may_end(request.actor, row):
        raise NotVisible
    if acts(request):
        ended = access.end_membership(actor=request.actor, public_id=membership, now=timezone.now())
        audit.record(
            action="access.membership.ended",
            subject=ended.public_id,
            details={"roles": sorted(ended.roles)},
        )
        messages.success(request, _("%(name)s works here no more.") % {"name": str(row.user)})
        return redirect("people:colleagues")
    context = {
        "name": str(row.user),
        "email": row.user.email,
        "roles": labels(row.roles),
        "refusal": request.refusal,
    }
    return show_here(request, "people/end_membership.html", context, current="people:colleagues")


def _invite(request: Request, email: str, roles: list[Role]) -> None:
    token = access.invite(actor=request.actor, email=email, roles=roles, now=timezone.now())
    language = get_language() or "en"
    card = organisations.card(request.actor.organisation_id or 0)
    name = organisations.in_language(card.names, language)
    audit.record(action="access.invitation.sent", details={"roles": sorted(roles)})
    words = _(
        "%(organisation)s invites you to work in Sanamost as: %(roles)s. Open this address and sign"
        " in with this e-mail address; the invitation is valid for 14 days."
    )
    try:
        messaging.send_mail(
            to=email,
            subject=_("%(organisation)s invites you to Sanamost") % {"organisation": name},
            words=words % {"organisation": name, "roles": ", ".join(labels(roles))},
            link=reverse("people:invitation", args=[token]),
            language=language,
        )
    except (OSError, smtplib.SMTPException) as reason:
        raise LetterNotSent from reason


@route("people", "invitation", "invitation/<str:token>/", policies.public(), writes=True)
def invitation(request: Request, token: str) -> HttpResponse:
    """Take up an invitation, signed in with the address that it was sent to."""
    row = selectors.invitation_by_hash(access.token_hash(token))
    if row is None or row.expires_at <= timezone.now():
        return show(request, "people/invitation.html", {"over": True}, portal="public")
    mine = _has_address(request, row.email)
    if acts(request) and mine:
        joined = access.accept_invitation(actor=request.actor, token=token, now=timezone.now())
        audit.record(action="access.invitation.accepted", subject=joined.public_id)
        request.session[ORGANISATION] = joined.public_id
        return redirect("people:home")
    context = {
        "names": organisations.card(row.organisation_id).names,
        "roles": labels(row.roles),
        "email": row.email,
        "mine": mine,
        "until": row.expires_at,
    }
    return show(request, "people/invitation.html", context, portal="public")


def _has_address(request: Request, email: str) -> bool:
    if request.actor.user_id is None:
        return False
    return selectors.user_of(request.actor.user_id).email.lower() == email.lower()
