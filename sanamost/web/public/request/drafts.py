"""The visitor's draft: its secret lives in a signed cookie that no script can read."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from sanamost.journey.requests import services
from sanamost.journey.requests.services.drafts import LASTS
from sanamost.web.acting import Request

COOKIE = "request_draft"
SALT = "request draft"


def secret_of(request: Request) -> str:
    """The secret in the visitor's cookie; empty for none or a forged one."""
    return str(
        request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=int(LASTS.total_seconds()))
    )


def draft_of(request: Request, *, hold: bool = False) -> Any:
    """The visitor's draft, or None; `hold` locks it for what is done with it now."""
    return services.draft_for(secret_of(request), now=timezone.now(), hold=hold)


def keep_secret(response: HttpResponse, secret: str) -> None:
    """Leave the secret with the browser, for thirty days from now."""
    response.set_signed_cookie(
        COOKIE,
        secret,
        salt=SALT,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        samesite="Lax",
    )


def forget_secret(response: HttpResponse) -> None:
    """The browser forgets the draft."""
    response.delete_cookie(COOKIE, samesite="Lax")


def begin_session(request: Request) -> None:
    """A visitor's forms are told apart by their session: let there be one."""
    if request.session.session_key is None:
        request.session.create()
