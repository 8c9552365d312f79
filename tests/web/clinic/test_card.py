"""The clinic's card through its pages."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Region
from sanamost.registry.organisations import selectors
from tests import samples
from tests.web.clinic.conftest import send, words_of
from tests.web.conftest import ClientOf
from tests.world import World

CARD = "/desk/card/"
NEVER = "2099-12-31"


@pytest.fixture(autouse=True)
def _regions(db: None) -> Iterator[None]:
    for code in ("05", "45"):
        Region.objects.create(
            code=code, okato=code, names={"en": code}, kind=Region.Kind.KRAI, utc_offset=0
        )
    remembering.forget()
    yield
    remembering.forget()


@pytest.mark.parametrize("persona", ["petrova", "volkov", "egorova"])
def test_opens_to_its_editors(client_of: ClientOf, persona: str) -> None:
    assert client_of(persona).get(CARD).status_code == 200


@pytest.mark.parametrize("persona", ["orlova", "sidorov", "karim", "lee", "amina", "mallory"])
def test_is_unknown_to_everybody_else(client_of: ClientOf, persona: str) -> None:
    client = client_of(persona)
    for page in ("", "contacts/", "sites/new/", "proofs/new/", "texts/en/"):
        assert client.get(f"{CARD}{page}").status_code == 404


def test_takes_new_contacts(client_of: ClientOf, world: World) -> None:
    answer = send(
        client_of("petrova"),
        f"{CARD}contacts/",
        phone="+7 000",
        email="",
        website="",
        languages=["ru", "ar"],
        regime="cluster",
        protocols="Korea",
    )
    assert answer.status_code == 302, words_of(answer)
    card = selectors.card(world.organisation("demo-ortho"))
    assert (card.phone, card.languages, card.protocols) == ("+7 000", ["ru", "ar"], "Korea")


def test_refuses_a_website_that_is_a_script(client_of: ClientOf, world: World) -> None:
    answer = send(
        client_of("petrova"), f"{CARD}contacts/", regime="general", website="javascript:alert(1)"
    )
    assert answer.status_code == 422
    assert "javascript" not in selectors.card(world.organisation("demo-ortho")).website


def test_adds_changes_and_closes_a_site(client_of: ClientOf, world: World) -> None:
    client, clinic = client_of("petrova"), world.organisation("demo-ortho")
    facts = {"region": "05", "names_en": "North", "addresses_en": "1 North Street"}
    assert send(client, f"{CARD}sites/new/", **facts).status_code == 302
    (site,) = selectors.sites_of([clinic])[clinic]
    place = f"{CARD}sites/{site.public_id}/"
    half = send(client, place, **facts, latitude="43.1")
    assert half.status_code == 422
    assert "Enter both latitude and longitude" in words_of(half)
    moved = {**facts, "latitude": "43.1155", "longitude": "131.8855", "names_zh_hans": "北"}
    assert send(client, place, **moved).status_code == 302
    assert "VVO, 38 km" in words_of(client.get(CARD))
    assert client_of("belova").get(place).status_code == 404
    assert send(client_of("belova"), f"{place}close/").status_code == 404
    assert send(client, f"{place}close/").status_code == 302
    assert selectors.sites_of([clinic]) == {}


def test_sends_a_certificate_with_its_paper_which_the_coordinator_opens_and_confirms(
    client_of: ClientOf,
) -> None:
    client, lee = client_of("petrova"), client_of("lee")
    pdf = SimpleUploadedFile("jci.pdf", samples.plain_pdf(), "application/pdf")
    sent = send(
        client, f"{CARD}proofs/new/", kind="jci", number="DEMO-7", valid_until=NEVER, paper=pdf
    )
    assert sent.status_code == 302, words_of(sent)
    assert "Claimed by the clinic" in words_of(client.get(CARD))
    found = re.search(
        r"/coordinator/checking/proofs/(prof_\w+)/", words_of(lee.get("/coordinator/checking/"))
    )
    assert found
    page = found[0]
    opened: Any = lee.get(f"{page}paper/")
    assert b"".join(opened.streaming_content) == samples.plain_pdf()
    assert opened["Content-Disposition"].startswith("attachment")
    own: Any = client.get(f"{CARD}proofs/{found[1]}/paper/")
    assert b"".join(own.streaming_content) == samples.plain_pdf()
    assert client_of("belova").get(f"{CARD}proofs/{found[1]}/paper/").status_code == 404
    assert send(lee, page).status_code == 302
    assert "Checked" in words_of(client.get(CARD))
    assert send(client, f"{CARD}proofs/{found[1]}/end/").status_code == 302
    assert "Ended" in words_of(client.get(CARD))


def test_refuses_a_file_that_is_no_paper(client_of: ClientOf) -> None:
    page = SimpleUploadedFile("jci.pdf", b"<script>alert(1)</script>", "application/pdf")
    answer = send(
        client_of("petrova"), f"{CARD}proofs/new/", kind="jci", valid_until=NEVER, paper=page
    )
    assert answer.status_code == 422
    assert "Claimed by the clinic" not in words_of(client_of("petrova").get(CARD))


def test_publishes_a_text_only_after_a_colleague_read_it(client_of: ClientOf, world: World) -> None:
    petrova, egorova = client_of("petrova"), client_of("egorova")
    page = f"{CARD}texts/en/"
    assert send(petrova, page, about="Fresh words", directions="").status_code == 302
    assert "A colleague must check this text" in words_of(petrova.get(page))
    seen = re.search(r'name="written_at" value="([^"]+)"', words_of(egorova.get(page)))
    assert seen
    send(petrova, f"{page}check/", written_at=seen[1])
    send(petrova, f"{page}publish/")
    clinic = world.organisation("demo-ortho")
    assert selectors.card(clinic).about["en"] != "Fresh words"
    send(egorova, f"{page}check/", written_at="2020-01-01T00:00:00+00:00")
    send(egorova, f"{page}publish/")
    assert selectors.card(clinic).about["en"] != "Fresh words"
    send(egorova, f"{page}check/", written_at=seen[1])
    send(egorova, f"{page}publish/")
    assert selectors.card(clinic).about["en"] == "Fresh words"


def test_knows_the_languages_of_the_portal_alone(client_of: ClientOf) -> None:
    client = client_of("petrova")
    for page in ("", "check/", "publish/"):
        assert send(client, f"{CARD}texts/fr/{page}", about="Oui").status_code == 404
