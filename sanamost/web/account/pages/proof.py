"""Proving more of who one is: a fresh proof before signing, a second factor for some roles."""

import secrets
import smtplib
import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.selectors import user_of
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.messaging.services import send_mail
from sanamost.web.account import demonstration
from sanamost.web.account.forms.people import CodeForm
from sanamost.web.account.shells import show_here
from sanamost.web.acting import DEMONSTRATION, Request
from sanamost.web.routing import acts, form_of, route

STATE = "confirm_code"  # the session's key: a keyed hash of the code, when, attempts left
LASTS = 10 * 60
ATTEMPTS = 5


class WrongCode(Refusal):
    """Not the code of the last letter, or too late, or tried too often."""

    code = "wrong_code"
    message = gettext_lazy(
        "This is not the code of the last letter, or it is over. Ask for a new one."
    )
    field = "code"


class TooOften(Refusal):
    """The limit of attempts is reached."""

    code = "too_often"
    message = gettext_lazy("That was too often. Please wait a few minutes.")


@route(
    "people",
    "confirm",
    "confirm/",
    policies.signed_in(unkept="a proof belongs to the session; letters and attempts are limited"),
    writes=True,
)
def confirm(request: Request) -> HttpResponse:
    """Confirm that it is you: by a code from a letter, or by the means that the account has."""
    onward = _onward(request)
    user = user_of(request.actor.user_id or 0)
    form = form_of(request, CodeForm) if request.POST.get("how") == "code" else CodeForm()
    how = request.POST.get("how", "") if acts(request) else ""
    if how == "demonstration":
        demonstration.require()
        record_authentication(request, request.user, method=DEMONSTRATION, reauthenticated=True)
        return redirect(onward)
    if how == "letter":
        _send_code(request, user.email)
        return redirect(f"{reverse('people:confirm')}?{urlencode({'next': onward})}")
    if how == "code" and form.is_valid():
        _check(request, form.cleaned_data["code"])
        record_authentication(request, request.user, method="code", reauthenticated=True)
        return redirect(onward)
    return show_here(
        request,
        "people/confirm.html",
        {
            "form": form,
            "sent": STATE in request.session,
            "onward": onward,
            "by_key": is_mfa_enabled(user),
            "by_password": user.has_usable_password(),
            "by_click": demonstration.is_open(),
            "email": user.email,
        },
    )


@route("people", "second_factor", "second-factor/", policies.signed_in())
def second_factor(request: Request) -> HttpResponse:
    """Why this work needs a second factor or a passkey, and the way to one."""
    onward = _onward(request)
    if request.actor.strong:
        return redirect(onward)
    context = {"has_key": is_mfa_enabled(request.user), "onward": onward}
    return show_here(request, "people/second_factor.html", context)


def _onward(request: Request) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else reverse("people:home")


def _limit(request: Request) -> None:
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        raise TooOften


def _send_code(request: Request, email: str) -> None:
    _limit(request)
    code = f"{secrets.randbelow(1_000_000):06d}"
    try:
        send_mail(
            to=email,
            subject=_("Your code for Sanamost"),
            words=_("Your code to confirm that it is you. It holds for 10 minutes:")
            + f"\n\n{code}",
            link="",
            language=get_language() or "en",
        )
    except (OSError, smtplib.SMTPException) as reason:
        raise Refusal(_("The letter could not be sent. Please try again later.")) from reason
    request.session[STATE] = {"hash": _hash(code), "at": time.time(), "left": ATTEMPTS}
    messages.success(request, _("The code is on its way to you."))


def _check(request: Request, code: str) -> None:
    _limit(request)
    state: dict[str, Any] = request.session.get(STATE) or {}
    good = (
        bool(state)
        and state["left"] > 0
        and time.time() - state["at"] < LASTS
        and constant_time_compare(state["hash"], _hash(code))
    )
    if good:
        del request.session[STATE]
        return
    if state:
        request.session[STATE] = {**state, "left": state["left"] - 1}
    raise WrongCode


def _hash(code: str) -> str:
    digits = "".join(character for character in code if character.isalnum())
    return salted_hmac("sanamost.confirm", digits).hexdigest()
