"""The personas, as fixtures: tests say only what differs."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import GrantPurpose, Role
from sanamost.jobs.world.load import load
from sanamost.registry.organisations import selectors as organisations

NOON = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)  # a Monday, a working day in Russia


@dataclass(frozen=True)
class World:
    """The demonstration world with its people."""

    def actor(self, code_or_email: str, *, strong: bool = True) -> Actor:
        """The persona's actor, for their organisation where they have one."""
        from sanamost.jobs.world.load import personas  # noqa: PLC0415 read once per call is enough

        person = next(p for p in personas() if code_or_email in {p.code, p.email})
        user = access.user_by_email(person.email)
        assert user is not None
        standing = next(iter(access.standings_of(user.pk)), None)
        return access.actor_for(
            user_id=user.pk,
            membership=standing.public_id if standing else "",
            request_id="test",
            strong=strong,
        )

    def organisation(self, code: str) -> int:
        """The key of the organisation."""
        card = organisations.card_by_code(code)
        assert card is not None
        return card.pk


@pytest.fixture
def world(db: None) -> World:
    """The demonstration world without prices and cards; loaded again where a test emptied it."""
    if organisations.card_by_code("platform") is None:
        load(NOON, prices=False, cards=False)
    return World()


__all__ = [
    "NOON",
    "Actor",
    "Callable",
    "GrantPurpose",
    "Role",
    "World",
    "acting_as",
    "system",
    "world",
]
