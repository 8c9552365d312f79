"""The clinic's physicians through their pages."""

import datetime as dt
from collections.abc import Iterator

import pytest

from sanamost.foundation.access.actor import VISITOR
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Speciality
from sanamost.registry.practitioners import selectors
from sanamost.registry.practitioners.models import Practitioner
from tests.web.clinic.conftest import send, words_of
from tests.web.conftest import ClientOf
from tests.world import World, acting_as

LIST = "/desk/practitioners/"
FACTS = {
    "name": "Иван Вымышленный",
    "name_latin": "Ivan Vymyshlennyi",
    "speciality_id": "81",
    "grade": "highest",
    "degrees": ["candidate"],
    "languages": ["ru", "zh"],
    "age_band": "50_59",
    "consented_on": "2026-01-15",
    "public": "on",
}


@pytest.fixture(autouse=True)
def _specialities(db: None) -> Iterator[None]:
    Speciality.objects.create(code="81", names={"en": "Orthopaedics"})
    remembering.forget()
    yield
    remembering.forget()


def public(world: World) -> list[str]:
    clinic = world.organisation("demo-ortho")
    with acting_as(VISITOR):
        found = selectors.shown([clinic], day=dt.date(2026, 11, 23)).get(clinic, [])
    return [one.name_latin for one in found]


def test_are_entered_with_a_document_and_named_then(client_of: ClientOf, world: World) -> None:
    client = client_of("petrova")
    assert "Nobody on the list yet" in words_of(client.get(LIST))
    made = send(client, f"{LIST}new/", **FACTS)
    assert made.status_code == 302, words_of(made)
    page = made["Location"]
    assert "No valid document" in words_of(client.get(LIST))
    assert public(world) == []
    over = send(client, f"{page}credentials/", kind="accreditation", valid_until="2020-01-01")
    assert over.status_code == 422
    paper = send(client, f"{page}credentials/", kind="accreditation", valid_until="2099-12-31")
    assert paper.status_code == 302
    assert public(world) == ["Ivan Vymyshlennyi"]
    (own,) = _own(world)
    (credential,) = own.credentials.all()
    withdrawn = send(client, f"{LIST}credentials/{credential.public_id}/withdraw/")
    assert withdrawn.status_code == 302
    assert public(world) == []


def _own(world: World) -> list[Practitioner]:
    with acting_as(world.actor("petrova")):
        return selectors.own(world.actor("petrova"))


def test_are_not_named_without_consent(client_of: ClientOf) -> None:
    answer = send(client_of("petrova"), f"{LIST}new/", **{**FACTS, "consented_on": ""})
    assert answer.status_code == 422
    assert "agreed in writing" in words_of(answer)


def test_leave_the_list(client_of: ClientOf) -> None:
    client = client_of("petrova")
    page = send(client, f"{LIST}new/", **FACTS)["Location"]
    assert send(client, f"{page}left/").status_code == 302
    assert client.get(page).status_code == 404


@pytest.mark.parametrize("persona", ["belova", "orlova", "lee", "amina", "karim"])
def test_are_the_clinics_own(client_of: ClientOf, persona: str) -> None:
    page = send(client_of("petrova"), f"{LIST}new/", **FACTS)["Location"]
    stranger = client_of(persona)
    assert stranger.get(page).status_code == 404
    assert send(stranger, page, **FACTS).status_code == 404
    assert send(stranger, f"{page}left/").status_code == 404
    assert send(stranger, f"{page}credentials/", kind="accreditation").status_code == 404
