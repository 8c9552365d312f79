"""The publishing report …"""

import datetime as dt

import pytest
from django.utils import timezone

from sanamost.registry.organisations import services as organisations
from sanamost.registry.organisations.services import ProofFacts
from sanamost.registry.publishing.links import Found, look_at_links
from tests.web.clinic.conftest import words_of
from tests.web.conftest import ClientOf
from tests.world import World, acting_as, system

SITE = "https://ortho.example.org/"


@pytest.fixture
def failing(world: World) -> World:
    """The orthopaedic centre with a broken link, a proof that ends, and no Arabic text."""
    today = timezone.now().date()
    with acting_as(system("test")):
        organisations.enter(
            code="demo-ortho", demonstration=False, website=SITE, about={"en": "Words"}
        )
        for number, days in (("SOON-1", 20), ("LATER-1", 200)):
            organisations.enter_proof(
                organisation_id=world.organisation("demo-ortho"),
                facts=ProofFacts(
                    kind="iso-9001",
                    number=number,
                    valid_until=today + dt.timedelta(days=days),
                ),
                checked=True,
                now=timezone.now(),
            )
    look_at_links(
        now=timezone.now(), check=lambda url: Found("error", 404) if url == SITE else Found("")
    )
    return world


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("petrova", "/desk/card/report/"),
        ("lee", "/coordinator/report/"),
        ("ivanova", "/coordinator/report/"),
    ],
)
def test_names_what_is_wrong(client_of: ClientOf, failing: World, who: str, page: str) -> None:
    said = words_of(client_of(who).get(page))
    assert SITE in said
    assert "The page does not exist or is broken" in said
    assert "SOON-1" in said
    assert "LATER-1" not in said
    assert "Arabic" in said


def test_of_another_clinic_says_nothing_of_it(client_of: ClientOf, failing: World) -> None:
    said = words_of(client_of("belova").get("/desk/card/report/"))
    assert SITE not in said
    assert "SOON-1" not in said


def test_is_closed_to_others(client_of: ClientOf, failing: World) -> None:
    assert client_of("karim").get("/coordinator/report/").status_code == 404
    assert client_of("petrova").get("/coordinator/report/").status_code == 404
