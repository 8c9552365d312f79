"""One form on its way: by whom, to which declared page, with what."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sanamost.api.v1.keyed import HEADER, Operation
from sanamost.config.proofs.forms import Pairs
from sanamost.web.routing import KEY, Route

File = tuple[str, str, bytes, str]
"""Field, name, content, type."""


class Answer(NamedTuple):
    """What came back: status, where to go, and the words of the page."""

    status: int
    location: str
    text: str = ""

    @property
    def accepted(self) -> bool:
        """Whether it was done: a page then leads on, the interface says what was entered."""
        return self.status in {200, 301, 302, 303}

    def same(self, other: "Answer") -> bool:
        """Whether somebody who asked twice was told the same."""
        return (self.status, self.location) == (other.status, other.location)


@dataclass(frozen=True)
class Sending:
    """A filled form. `who` is a persona's code, or empty for a visitor."""

    route: Route | Operation
    who: str
    client: Client
    path: str
    pairs: Pairs
    files: tuple[File, ...] = ()
    key: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def page(self) -> str:
        """The declared page's full name."""
        return f"{self.route.portal}:{self.route.name}"

    def post(self) -> Answer:
        """Send it."""
        sent: dict[str, list[Any]] = {KEY: [self.key]}
        for name, value in self.pairs:
            if name not in {KEY, "csrfmiddlewaretoken"}:
                sent.setdefault(name, []).append(value)
        for name, called, content, kind in self.files:
            sent.setdefault(name, []).append(SimpleUploadedFile(called, content, kind))
        answer = self.client.post(self.path, sent)
        text = "" if answer.streaming else answer.content.decode("utf-8", "replace")
        return Answer(answer.status_code, answer.headers.get("Location", ""), text)

    def by(self, client: Client, who: str) -> "Sending":
        """The same form with the same key, sent by somebody else."""
        return replace(self, client=client, who=who)

    def altered(self) -> "Sending":
        """The same key with another body: one typed word more, or another file of the same size."""
        if self.files:
            name, called, content, kind = self.files[0]
            turned = content[:-1] + bytes([content[-1] ^ 1])
            return replace(self, files=((name, called, turned, kind), *self.files[1:]))
        return replace(self, pairs=[*self.pairs, ("remark", "another body")])


@dataclass(frozen=True)
class Call(Sending):
    """A program's call with its key; `bodies` are what it says and what else it could have said."""

    token: str = ""
    bodies: tuple[str, str] = ("", "")

    def post(self) -> Answer:
        """Send it; the whole answer counts as where it leads."""
        answer = self.client.generic(
            self.route.methods[-1],
            self.path,
            self.bodies[0],
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", HEADER: self.key},
        )
        text = answer.content.decode("utf-8", "replace")
        return Answer(answer.status_code, text, text)

    def altered(self) -> "Call":
        """The same key with the other body."""
        return replace(self, bodies=self.bodies[::-1])

    def by_program(self, token: str) -> "Call":
        """The same call with the same idempotency key, by another clinic's program."""
        return replace(self, token=token, who="another clinic's program")


Deliver = Callable[[Sending], Answer]
