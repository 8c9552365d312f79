"""One form on its way: by whom, to which declared page, with what."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

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
        """Whether the page did what was asked: it then leads on."""
        return self.status in {301, 302, 303}

    def same(self, other: "Answer") -> bool:
        """Whether somebody who asked twice was told the same."""
        return (self.status, self.location) == (other.status, other.location)


@dataclass(frozen=True)
class Sending:
    """A filled form. `who` is a persona's code, or empty for a visitor."""

    route: Route
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


Deliver = Callable[[Sending], Answer]
