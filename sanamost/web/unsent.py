"""What somebody typed and could not send, because their sign-in was over or too weak by then.

It waits for them in the session, sealed, for an hour; files do not. Nobody else can open it: it is
bound to whoever typed it and to the address that it was meant for.
"""

import base64
import json
from dataclasses import asdict, dataclass

from cryptography.fernet import Fernet, InvalidToken
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

UNSENT = "unsent"
LASTS = 60 * 60
MOST_BYTES = 256 * 1024
_LEFT_OUT = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class Unsent:
    """A form as it was typed: where it goes, its fields in order, whether files were with it."""

    user: int
    path: str
    fields: list[tuple[str, str]]
    files: bool


def typed_by(request: HttpRequest, user: int) -> Unsent | None:
    """What this request carries; None where it carries no form."""
    if request.method != "POST":
        return None
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in _LEFT_OUT
    ]
    return Unsent(user, request.get_full_path(), fields, bool(request.FILES))


def keep(session: SessionBase, unsent: Unsent) -> bool:
    """Put it aside; whether there was room for it."""
    content = json.dumps(asdict(unsent)).encode()
    if len(content) > MOST_BYTES:
        return False
    session[UNSENT] = _box().encrypt(content).decode()
    return True


def kept(session: SessionBase, user: int | None) -> Unsent | None:
    """What this person typed and did not send; None after an hour, and for anybody else."""
    try:
        content = _box().decrypt(str(session.get(UNSENT, "")).encode(), ttl=LASTS)
    except InvalidToken:
        return None
    said = json.loads(content)
    found = Unsent(**{**said, "fields": [(name, value) for name, value in said["fields"]]})
    return found if found.user == user else None


def is_waiting(session: SessionBase) -> bool:
    """Whether anything was put aside in this session."""
    return UNSENT in session


def forget(session: SessionBase) -> None:
    """Throw it away."""
    session.pop(UNSENT, None)


def _box() -> Fernet:
    key = salted_hmac("sanamost.unsent", "form", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
