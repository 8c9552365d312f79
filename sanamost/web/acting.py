"""Who acts in this request: the session's person, as themselves or for one organisation."""

import uuid

from django.http import HttpRequest

from sanamost.foundation.access import selectors
from sanamost.foundation.access.actor import VISITOR, Actor

ORGANISATION = "acts_for"  # the session's key; the value is a membership's public id


class Request(HttpRequest):
    """A request whose actor is known."""

    actor: Actor
    refusal: Exception | None
    request_id: str


def actor_of(request: HttpRequest) -> Actor:
    """The actor of the request; a membership that has ended since gives no power any more."""
    request_id = uuid.uuid4().hex
    user = request.user
    if not user.is_authenticated:
        return VISITOR
    return selectors.actor_for(
        user_id=user.pk,
        membership=request.session.get(ORGANISATION, ""),
        request_id=request_id,
        strong=_strong(request),
    )


def _strong(request: HttpRequest) -> bool:
    methods = request.session.get("account_authentication_methods", [])
    return any(record.get("method") == "mfa" for record in methods)
