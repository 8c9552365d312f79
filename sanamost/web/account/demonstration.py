"""The demonstration's doors: a sign-in by one click and a post box, on this machine only."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings

from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
NEWEST = 40
CODE = re.compile(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", re.MULTILINE)


class Persona(Protocol):
    """One invented person, as the demonstration's world tells of them."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def roles(self) -> tuple[Role, ...]: ...
    @property
    def story(self) -> dict[str, str]: ...


_source: list[Callable[[], Iterable[Persona]]] = []


def offer(source: Callable[[], Iterable[Persona]]) -> None:
    """Say where the personas come from; only the wiring calls this."""
    _source[:] = [source]


def personas() -> list[Persona]:
    """Every persona, in the world's order."""
    return [person for source in _source for person in source()]


def is_open() -> bool:
    """Whether this is a demonstration that nobody but this machine can reach."""
    host = urlsplit(settings.PUBLIC_ADDRESS).hostname
    return bool(settings.DEMONSTRATION) and host in LOOPBACK


def require() -> None:
    """Raise `NotVisible` wherever the demonstration's doors must not exist."""
    if not is_open():
        raise NotVisible


@dataclass(frozen=True)
class Letter:
    """One kept letter."""

    to: str
    subject: str
    words: str
    at: dt.datetime | None
    code: str
    """The sign-in code in it, if there is one."""


def letters(to: str = "") -> list[Letter]:
    """The newest letters kept instead of being sent, newest first; to one address, if asked."""
    found: list[Letter] = []
    for path in sorted((Path(settings.HOME) / "mail").glob("*.eml"), reverse=True):
        letter = _read(path)
        if not to or to.lower() in letter.to.lower():
            found.append(letter)
        if len(found) == NEWEST:
            break
    return found


def _read(path: Path) -> Letter:
    parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)  # noqa: S101 what this policy makes
    body = parsed.get_body(preferencelist=("plain", "html"))
    words = str(body.get_content()).strip() if body else ""
    code = CODE.search(words)
    return Letter(
        to=str(parsed.get("To", "")),
        subject=str(parsed.get("Subject", "")),
        words=words,
        at=parsedate_to_datetime(parsed["Date"]) if parsed.get("Date") else None,
        code=code.group(1) if code else "",
    )
