"""A clinic's card keeps its contacts and sites …"""

from decimal import Decimal
from typing import Any

import pytest

from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.organisations import selectors, services
from sanamost.registry.organisations.airports import distance_km, nearest_airport
from sanamost.registry.organisations.models import Site
from sanamost.registry.organisations.services.cards import HalfAPlace
from tests.world import NOON, World, acting_as


def keep(world: World, by: str = "petrova", public_id: str = "", **facts: Any) -> Site:
    actor = world.actor(by)
    whole: dict[str, Any] = {
        "names": {"en": "Second house"},
        "addresses": {"en": "5 Example Street"},
        "region": "05",
        **facts,
    }
    with acting_as(actor):
        return services.keep_site(
            actor=actor, facts=services.SiteFacts(**whole), public_id=public_id, now=NOON
        )


def open_sites(world: World) -> list[str]:
    clinic = world.organisation("demo-ortho")
    return [site.public_id for site in selectors.sites_of([clinic]).get(clinic, [])]


@pytest.mark.parametrize(
    ("place", "code", "kilometres"),
    [
        (("43.1155", "131.8855"), "VVO", 38),  # Vladivostok
        (("55.7558", "37.6173"), "SVO", 27),  # Moscow, Red Square: VKO is 28 km away
        (("54.9885", "73.3242"), "OMS", 3),
        (("59.9343", "30.3351"), "LED", 15),
    ],
)
def test_with_the_nearest_international_airport(
    place: tuple[str, str], code: str, kilometres: int
) -> None:
    found = nearest_airport(Decimal(place[0]), Decimal(place[1]))
    assert found is not None
    assert found.code == code
    assert abs(found.kilometres - kilometres) <= 1


def test_with_no_airport_where_the_place_is_unknown() -> None:
    assert nearest_airport(None, None) is None


def test_at_distances_that_the_earth_has() -> None:
    assert distance_km((0, 0), (0, 0)) == 0
    assert distance_km((0, 0), (0, 180)) == pytest.approx(20015.1, abs=0.1)
    assert distance_km((0, 179.5), (0, -179.5)) == pytest.approx(111.2, abs=0.1)


def test_and_looks_the_airport_up_when_a_site_is_entered(world: World) -> None:
    site = keep(world, latitude=Decimal("43.1155"), longitude=Decimal("131.8855"))
    assert site.airport == "VVO"
    moved = keep(world, public_id=site.public_id)
    assert (moved.pk, moved.airport, moved.airport_km) == (site.pk, "", None)


def test_and_refuses_half_a_place(world: World) -> None:
    with pytest.raises(HalfAPlace):
        keep(world, latitude=Decimal("43.1"))


def test_and_shows_a_closed_site_no_longer(world: World) -> None:
    before = open_sites(world)
    site, petrova = keep(world), world.actor("petrova")
    assert open_sites(world) == [*before, site.public_id]
    with acting_as(petrova):
        services.close_site(actor=petrova, public_id=site.public_id, now=NOON)
    assert open_sites(world) == before
    with pytest.raises(NotVisible), acting_as(petrova):
        services.close_site(actor=petrova, public_id=site.public_id, now=NOON)
    with pytest.raises(NotVisible):
        keep(world, public_id=site.public_id)


@pytest.mark.parametrize("persona", ["belova", "orlova", "lee", "amina"])
def test_which_nobody_else_changes(world: World, persona: str) -> None:
    site, actor = keep(world), world.actor(persona)
    with pytest.raises(NotVisible):
        keep(world, by=persona, public_id=site.public_id)
    with pytest.raises(NotVisible), acting_as(actor):
        services.close_site(actor=actor, public_id=site.public_id, now=NOON)


def test_as_its_people_write_them(world: World) -> None:
    petrova = world.actor("petrova")
    with acting_as(petrova):
        services.set_contacts(
            actor=petrova,
            now=NOON,
            phone="+7 423 000-00-09",
            email="new@demo-ortho.example",
            website="https://demo-ortho.example",
            languages=["ru", "zh"],
            regime="cluster",
            protocols="Germany",
        )
    card = selectors.card(world.organisation("demo-ortho"))
    assert (card.phone, card.regime, card.languages) == (
        "+7 423 000-00-09",
        "cluster",
        ["ru", "zh"],
    )
