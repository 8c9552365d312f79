"""A coordinator's pages on regions' portals."""

import csv
import re
from collections.abc import Iterator

import pytest

from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue import services as references
from sanamost.registry.publishing import selectors
from tests.web.clinic.conftest import send, words_of
from tests.web.conftest import ClientOf
from tests.world import World, acting_as, system

OWN = "/coordinator/portal/"
ALL = "/coordinator/portals/"
SAID = {
    "code": "Primorye",
    "name_en": "Primorye for health",
    "languages": ["en"],
    "accent_light": "#1D4F91",
    "accent_dark": "#9cc2f2",
    "regions": ["05"],
}


@pytest.fixture(autouse=True)
def _regions(db: None) -> Iterator[None]:
    with acting_as(system("test")):
        for file in ("regions.csv", "areas.csv"):
            with (references.REFERENCE / file).open(encoding="utf-8", newline="") as stream:
                references.load_file(file=file, rows=csv.DictReader(stream))
    yield
    remembering.forget()


def test_lead_from_a_draft_to_the_public(client_of: ClientOf, world: World) -> None:
    lee, ivanova = client_of("lee"), client_of("ivanova")
    assert send(lee, OWN, **SAID).status_code == 302
    assert "Primorye for health" in lee.get(OWN).content.decode()
    assert send(lee, f"{OWN}send/").status_code == 302
    waiting = ivanova.get(ALL).content.decode()
    found = re.search(r"/coordinator/portals/port_\w+/", waiting)
    assert found
    page = ivanova.get(found[0])
    assert "#1d4f91" in page.content.decode()
    assert "--teal" in ivanova.get(f"{found[0]}colours.css").content.decode()
    seen = re.search(r'name="written_at" value="([^"]+)"', page.content.decode())
    assert seen
    assert send(ivanova, found[0], written_at=seen[1]).status_code == 302
    assert selectors.edition_by_code("primorye") is not None
    assert "/in/primorye/" in lee.get(OWN).content.decode()
    assert send(lee, f"{OWN}close/").status_code == 302
    assert selectors.editions() == []


def test_refuse_a_colour_that_cannot_be_read_at_its_field(client_of: ClientOf) -> None:
    answer = send(client_of("lee"), OWN, **{**SAID, "accent_light": "#f2c200"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "would have a contrast of" in words_of(answer)
    assert 'id="id_accent_light_error"' in page


def test_send_it_back_with_words(client_of: ClientOf) -> None:
    lee, ivanova = client_of("lee"), client_of("ivanova")
    send(lee, OWN, **SAID)
    send(lee, f"{OWN}send/")
    found = re.search(r"/coordinator/portals/port_\w+/", ivanova.get(ALL).content.decode())
    assert found
    seen = re.search(r'written_at" value="([^"]+)"', ivanova.get(found[0]).content.decode())
    assert seen
    back = f"{found[0]}return/"
    assert send(ivanova, back, written_at=seen[1], reason="").status_code == 422
    assert send(ivanova, back, written_at=seen[1], reason="Name the sea").status_code == 302
    assert "Name the sea" in words_of(lee.get(OWN))


@pytest.mark.parametrize(("who", "page"), [("ivanova", OWN), ("lee", ALL), ("petrova", OWN)])
def test_are_each_for_their_own_coordinator(client_of: ClientOf, who: str, page: str) -> None:
    assert client_of(who).get(page).status_code == 404
