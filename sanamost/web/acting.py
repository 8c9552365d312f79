"""Who acts in this request: the session's person, as themselves or for one organisation."""

import time
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest

from sanamost.foundation.access import selectors
from sanamost.foundation.access.actor import VISITOR, Actor
from sanamost.foundation.access.selectors import Standing
from sanamost.web.lasting import signed_out

ORGANISATION = "acts_for"  # the session's key; the value is a membership's public id
DEMONSTRATION = "demonstration"  # the proof of a sign-in by one click; worth nothing elsewhere


class Request(HttpRequest):
    """A request whose actor is known."""

    actor: Actor
    refusal: Exception | None
    request_id: str


def actor_of(request: HttpRequest) -> Actor:
    """The actor of the request; a membership that has ended since gives no power any more."""
    user = request.user
    if not user.is_authenticated:
        return VISITOR
    mine = selectors.standings_of(user.pk)
    if signed_out(request, staff=bool(mine)):
        return VISITOR
    request.standings = mine  # type: ignore[attr-defined]  # kept for the shell (standings_here)
    chosen = request.session.get(ORGANISATION, "")
    return selectors.actor_standing(
        user=user,
        standing=next((one for one in mine if one.public_id == chosen), None),
        request_id=uuid.uuid4().hex,
        strong=_strong(request),
    )


def standings_here(request: HttpRequest) -> list[Standing]:
    """Where the person may act, read once a request."""
    return list(getattr(request, "standings", []))


def reader_zone(request: HttpRequest) -> ZoneInfo | None:
    """The signed-in person's own time zone; None stands for the platform's."""
    name = getattr(request.user, "time_zone", "")
    return ZoneInfo(name) if name else None


def proven_lately(request: HttpRequest) -> bool:
    """Whether the person proved who they are within settings.ACCOUNT_REAUTHENTICATION_TIMEOUT."""
    last = max((float(proof.get("at", 0)) for proof in _proofs(request)), default=0.0)
    return time.time() - last < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _strong(request: HttpRequest) -> bool:
    strong = {"mfa", DEMONSTRATION} if settings.DEMONSTRATION else {"mfa"}
    return any(proof.get("method") in strong for proof in _proofs(request))


def _proofs(request: HttpRequest) -> list[dict[str, Any]]:
    """How the person signed in and proved themselves in this session, as allauth noted it."""
    return list(request.session.get("account_authentication_methods", []))
