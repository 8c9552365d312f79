"""Programs of two clinics, with keys."""

import datetime as dt
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sanamost.foundation.access import keys
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.rights import Right
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Area
from tests.world import World

AT = "/api/v1/capacity"
YEAR = dt.timedelta(days=365)


@pytest.fixture(autouse=True)
def _areas(db: None) -> Iterator[None]:
    """The areas of care that the tests speak of."""
    codes = ("orthopaedics", "cardiology", "urology", "neurosurgery", "rehabilitation")
    for position, code in enumerate(codes, start=1):
        Area.objects.create(code=code, position=position, names={"en": code.title()})
    remembering.forget()
    yield
    remembering.forget()


@dataclass(frozen=True)
class Program:
    """A program that calls with a key, or without one."""

    token: str = ""
    key: str = ""

    def get(self, path: str, **query: Any) -> Any:
        """Read."""
        return Client().get(f"{AT}/{path}", query, headers=self._headers())

    def put(self, path: str, body: Any, *, once: str | None = None, **headers: str) -> Any:
        """Write; with an idempotency key of its own where none is given."""
        own = secrets.token_urlsafe(24) if once is None else once
        return Client().put(
            f"{AT}/{path}",
            json.dumps(body),
            content_type="application/json",
            headers={**self._headers(), "Idempotency-Key": own, **headers},
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def program(
    world: World, persona: str = "petrova", *rights: Right, lasts: dt.timedelta = YEAR
) -> Program:
    """A program with a key that the persona made just now."""
    actor, now = world.actor(persona), timezone.now()
    with acting_as(actor):
        row, token = keys.make_key(
            actor=actor,
            name="Information system",
            rights=rights or list(Right),
            expires_at=now + lasts,
            now=now,
        )
    return Program(token, row.public_id)


@pytest.fixture
def ortho(world: World) -> Program:
    """Of Demo Orthopaedic Centre."""
    return program(world)


@pytest.fixture
def heart(world: World) -> Program:
    """Of Demo Heart Hospital."""
    return program(world, "belova")
