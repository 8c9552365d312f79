"""Requests as they come in, and forms as browsers send them."""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sanamost.foundation.access.actor import VISITOR
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import Origin
from sanamost.journey.requests import selectors, services
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Area, Country
from tests.journey.requests.conftest import answers
from tests.world import World, acting_as

Submit = Callable[..., str]


def send(client: Client, address: str, **fields: Any) -> Any:
    """POST as a page's form does, with its own key."""
    return client.post(address, {"idempotency_key": secrets.token_urlsafe(24), **fields})


@pytest.fixture(autouse=True)
def _areas(db: None) -> Iterator[None]:
    """The areas of care that the tests speak of."""
    for position, code in enumerate(("orthopaedics", "cardiology"), start=1):
        Area.objects.create(code=code, position=position, names={"en": code.title()})
    for code, name in (("KZ", "Kazakhstan"), ("UZ", "Uzbekistan")):
        Country.objects.create(code=code, alpha3=f"{code}X", numeric=code, names={"en": name})
    remembering.forget()
    yield
    remembering.forget()


@pytest.fixture
def submit(world: World) -> Submit:
    """Amina (or whoever) asks for herself just now; gives the case's public id."""

    def make(**changes: Any) -> str:
        with acting_as(VISITOR):
            opened = services.submit(
                answers=answers(**changes),
                origin=Origin.DIRECT,
                consented=True,
                now=timezone.now(),
            )
        return opened.public_id

    return make


def request_of(world: World, persona: str, case: str) -> Any:
    """The request as the persona reads it."""
    actor = world.actor(persona)
    with acting_as(actor):
        return selectors.request_of(actor, cases.access_case(actor, case))


def referral_of(world: World, persona: str, case: str) -> Any:
    """The referral of the case to the persona's own clinic."""
    actor = world.actor(persona)
    with acting_as(actor):
        return selectors.own_referral(actor, cases.access_case(actor, case))


def words_of(answer: Any) -> str:
    """The page as text."""
    return str(answer.content.decode())
