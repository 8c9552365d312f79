"""Requests at every stage, made by the services themselves."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from sanamost.foundation.access.actor import VISITOR
from sanamost.journey.cases.states import Origin
from sanamost.journey.requests import selectors, services
from sanamost.journey.requests.answers import Answers
from sanamost.journey.requests.models import Referral, Request
from sanamost.registry.organisations import selectors as organisations
from tests.world import NOON, World, acting_as

CLINICS = ("demo-ortho", "demo-heart")


def answers(**changes: Any) -> Answers:
    """What Amina says, with changes."""
    said: dict[str, Any] = {
        "name_latin": "KARIMOVA AMINA",
        "name_original": "Каримова Амина",
        "birth_date": dt.date(1980, 5, 17),
        "sex": "female",
        "citizenship": "UZ",
        "residence_country": "UZ",
        "passport_number": "AA 0000000",
        "address": "10 Navoi Street, Tashkent",
        "words": "Болит правое колено, трудно ходить по лестнице.",
        "words_language": "ru",
        "area": "orthopaedics",
        "email": "amina@example.org",
        "phone": "+998 90 123 45 67",
        "languages": ("uz", "ru"),
        "language": "ru",
    }
    return Answers(**(said | changes))


@dataclass(frozen=True)
class Way:
    """One request on its way, moved on by the people whose work it is."""

    world: World

    def submit(self, **changes: Any) -> Request:
        """Amina asks for herself."""
        with acting_as(VISITOR):
            opened = services.submit(
                answers=answers(**changes), origin=Origin.DIRECT, consented=True, now=NOON
            )
        return self.as_seen_by("sokolova", opened.public_id)

    def as_seen_by(self, persona: str, case: str) -> Request:
        """The request as the persona reads it."""
        from sanamost.journey.cases.selectors import access_case  # noqa: PLC0415 few tests need it

        actor = self.world.actor(persona)
        with acting_as(actor):
            return selectors.request_of(actor, access_case(actor, case))

    def complete(self, **changes: Any) -> Request:
        """Called back and completed by the desk."""
        request = self.submit(**changes)
        desk = self.world.actor("sokolova")
        with acting_as(desk):
            services.verify(actor=desk, request=request, note="Spoke with the patient.", now=NOON)
            services.mark_complete(actor=desk, request=request, now=NOON)
        return request

    def forwarded(self, **changes: Any) -> list[Referral]:
        """With both clinics: the orthopaedic centre first."""
        request = self.complete(**changes)
        desk = self.world.actor("sokolova")
        with acting_as(desk):
            return services.forward(
                actor=desk,
                request=request,
                clinic_public_ids=[
                    organisations.card(self.world.organisation(code)).public_id for code in CLINICS
                ],
                now=NOON,
            )


@pytest.fixture
def way(world: World) -> Way:
    """A way to walk."""
    return Way(world)


__all__ = ["Callable", "Way", "answers", "way"]
