"""What was answered lies with the visitor's browser alone, sealed, until they ask a clinic.

Health data stands in no address and no log, and the platform keeps none of it for a visitor who
only looks. The cookie is sealed by the installation's secret, so that nobody who sees it on its way
or on the device reads it.
"""

import base64
import hashlib
import json

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from sanamost.journey.checkups.services import Told
from sanamost.web.acting import Request

COOKIE = "checkup"
LASTS = 2 * 60 * 60
MOST_LETTERS = 4000


def told_of(request: Request) -> Told | None:
    """What the visitor's browser keeps; None for nothing, for too old or forged."""
    sealed = request.COOKIES.get(COOKIE, "")
    if not sealed:
        return None
    try:
        return Told.from_plain(json.loads(_seal().decrypt(sealed.encode(), ttl=LASTS)))
    except (InvalidToken, UnicodeEncodeError, ValueError, KeyError, TypeError):
        return None


def keep(response: HttpResponse, told: Told) -> None:
    """Leave the answers with the browser for two hours from now."""
    sealed = _seal().encrypt(json.dumps(told.as_plain(), separators=(",", ":")).encode()).decode()
    if len(sealed) <= MOST_LETTERS:  # all answers of the rules fit; what does not is not kept
        response.set_cookie(
            COOKIE,
            sealed,
            max_age=LASTS,
            path=reverse("checkup"),  # a region's own portal has it under its own prefix
            httponly=True,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            samesite="Lax",
        )


def forget(response: HttpResponse) -> None:
    """The browser forgets the answers."""
    response.delete_cookie(COOKIE, path=reverse("checkup"), samesite="Lax")


def _seal() -> Fernet:
    key = hashlib.sha256(b"check-up answers\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
