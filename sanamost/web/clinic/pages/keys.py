"""Keys by which the clinic's own programs enter and read capacity."""

import base64
import datetime as dt
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from sanamost.foundation.access import keys as access
from sanamost.foundation.access import policies
from sanamost.foundation.access.rights import Right
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit import services as audit
from sanamost.web.acting import Request
from sanamost.web.clinic.capacity import show_capacity
from sanamost.web.clinic.forms.keys import KeyForm
from sanamost.web.components.parts import Link
from sanamost.web.routing import acts, form_of, route

MAKING = policies.roles(Role.COORDINATOR, strong=True)
ANEW = policies.roles(Role.COORDINATOR, strong=True, fresh=True)
AT = "capacity/keys/"
SHOWN_ONCE = "new_key"
SHOWN_FOR = 10 * 60
"""Seconds within which the page after making a key still shows it."""
USUAL = dt.timedelta(days=365)


@route("clinic", "keys", AT, MAKING)
def keys(request: Request) -> HttpResponse:
    """Every key that was made, those in force first."""
    now = timezone.now()
    makers = access.makers_here(request.actor.organisation_id or 0)
    rows = [_row(row, now, makers) for row in access.keys_of(request.actor)]
    context = {
        "live": [row for row in rows if row["live"]],
        "over": [row for row in rows if not row["live"]],
    }
    return show_capacity(request, "keys", context, part="keys")


@route("clinic", "new_key", f"{AT}new/", ANEW, writes=True)
def new_key(request: Request) -> HttpResponse:
    """Say what a key is for; the next page shows it, once."""
    access.keys_of(request.actor)
    last = timezone.localdate() + USUAL - dt.timedelta(days=1)
    form = form_of(request, KeyForm, initial={"expires_on": last})
    if acts(request) and form.is_valid():
        row, token = access.make_key(
            actor=request.actor,
            name=form.cleaned_data["name"],
            rights=[Right(right) for right in form.cleaned_data["rights"]],
            expires_at=form.ends_at(),
            now=timezone.now(),
        )
        details = {"rights": row.rights, "until": row.expires_at.date().isoformat()}
        audit.record(action="access.key.made", subject=row.public_id, details=details)
        request.session[SHOWN_ONCE] = [row.public_id, _box().encrypt(token.encode()).decode()]
        return redirect("clinic:key", row.public_id)
    context = {
        "form": form,
        "title": _("Make a key"),
        "asks": _("Make a key"),
        "text": _("A program with the key acts for the clinic, as far as the key allows."),
        "crumbs": _crumbs(),
    }
    return show_capacity(request, "form", context, part="keys")


@route("clinic", "key", f"{AT}<key:key>/", MAKING)
def key(request: Request, key: str) -> HttpResponse:
    """One key: what it may do, since when and until when; just after it was made, itself."""
    row = access.access_key(request.actor, key)
    makers = access.makers_here(request.actor.organisation_id or 0)
    context = {
        **_row(row, timezone.now(), makers),
        "token": _shown_once(request, row.public_id),
        "crumbs": _crumbs(),
    }
    response = show_capacity(request, "key", context, part="keys")
    response["Cache-Control"] = "no-store"
    return response


@route("clinic", "withdraw_key", f"{AT}<key:key>/withdraw/", MAKING, writes=True)
def withdraw_key(request: Request, key: str) -> HttpResponse:
    """POST: from the next call on it does nothing."""
    row = access.access_key(request.actor, key)
    if acts(request):
        access.withdraw_key(actor=request.actor, public_id=key, now=timezone.now())
        audit.record(action="access.key.withdrawn", subject=row.public_id)
        messages.success(request, _("The key is withdrawn: it does nothing any more."))
        return redirect("clinic:keys")
    return redirect("clinic:key", key)


def _row(row: Any, now: dt.datetime, makers: set[int]) -> dict[str, Any]:
    left = row.made_by_id not in makers
    return {
        "row": row,
        "rights": [str(right.label) for right in Right if right in row.rights],
        "writes": any(right.endswith(":write") for right in row.rights),
        "live": row.withdrawn_at is None and row.expires_at > now and not left,
        "left": left,
        "last_on": timezone.localdate(row.expires_at - dt.timedelta(seconds=1)),
    }


def _shown_once(request: Request, public_id: str) -> str:
    """The key itself, where it was made a moment ago in this session; forgotten with that."""
    of, sealed = request.session.get(SHOWN_ONCE, ["", ""])
    if of != public_id:
        return ""
    del request.session[SHOWN_ONCE]
    try:
        return _box().decrypt(str(sealed).encode(), ttl=SHOWN_FOR).decode()
    except InvalidToken:
        return ""


def _box() -> Fernet:
    secret = salted_hmac("sanamost.keys", "shown once", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(secret))


def _crumbs() -> list[Link]:
    return [Link(_("API keys"), reverse("clinic:keys"))]
