"""Regions, entries of the official register, and proofs as clinics claim them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Region
from sanamost.registry.organisations import services
from sanamost.registry.organisations.models import Proof, RegisterEntry
from tests.world import NOON, World, acting_as

Claimed = Callable[..., Proof]
DAY = dt.timedelta(days=1)


@pytest.fixture
def regions(db: None) -> None:
    """The two regions of the demonstration clinics."""
    for code, name in (("05", "Primorsky Krai"), ("45", "Moscow")):
        Region.objects.create(
            code=code, okato=code, names={"en": name}, kind=Region.Kind.KRAI, utc_offset=0
        )
    remembering.forget()


@pytest.fixture
def entry(regions: None) -> RegisterEntry:
    """A hospital of Primorye in the official register."""
    return RegisterEntry.objects.create(
        inn="2500000001",
        ogrn="1022500000001",
        name_short="ГОРОДСКАЯ БОЛЬНИЦА",
        name_full="ВЫМЫШЛЕННАЯ ГОРОДСКАЯ БОЛЬНИЦА",
        region_id="05",
        address="Г. ВЛАДИВОСТОК",
        site="www.hospital.example",
        oms_territories=1,
        search_key="городская больница 2500000001",
        edition="2020-01",
    )


@pytest.fixture
def claimed(world: World) -> Claimed:
    """A proof that the orthopaedic centre's coordinator claims."""

    def make(
        kind: str = "jci", *, by: str = "petrova", ends: int | None = 400, **facts: Any
    ) -> Proof:
        actor = world.actor(by)
        until = None if ends is None else NOON.date() + ends * DAY
        facts = {"number": "DEMO-1", "valid_until": until, **facts}
        with acting_as(actor):
            return services.claim_proof(
                actor=actor, facts=services.ProofFacts(kind=kind, **facts), now=NOON
            )

    return make


@pytest.fixture
def checked(world: World, claimed: Claimed) -> Claimed:
    """The same, checked by the region's coordinator."""

    def make(kind: str = "jci", **facts: Any) -> Proof:
        proof = claimed(kind, **facts)
        lee = world.actor("lee")
        with acting_as(lee):
            return services.check_proof(actor=lee, public_id=proof.public_id, now=NOON)

    return make


__all__ = ["DAY", "Claimed", "checked", "claimed", "entry", "regions"]
