"""The patient's conversations."""

import pytest
from django.utils import timezone

from sanamost.foundation.access.actor import VISITOR
from sanamost.journey.cases.states import Origin
from sanamost.journey.requests import services
from sanamost.registry.organisations import selectors as organisations
from tests.journey.requests.conftest import answers
from tests.web.clinic.conftest import send, words_of
from tests.web.conftest import ClientOf
from tests.world import World, acting_as


@pytest.fixture
def case(world: World) -> str:
    """Amina's case, at the intake desk alone."""
    with acting_as(VISITOR):
        opened = services.submit(
            answers=answers(), origin=Origin.DIRECT, consented=True, now=timezone.now()
        )
    return opened.public_id


def address(world: World, case: str, code: str = "intake-desk") -> str:
    """The conversation's address."""
    card = organisations.card(world.organisation(code))
    return f"/my/cases/{case}/messages/{card.public_id}/"


def test_reach_the_desk_and_come_back(client_of: ClientOf, world: World, case: str) -> None:
    amina, desk = client_of("amina"), client_of("sokolova")
    assert address(world, case) in words_of(amina.get(f"/my/cases/{case}/"))
    said = send(amina, address(world, case), words="Когда вы позвоните?", language="ru")
    assert said.status_code == 302
    assert "SM-" in words_of(desk.get("/desk/messages/"))
    assert "Когда вы позвоните?" in words_of(desk.get(f"/desk/cases/{case}/"))
    send(desk, f"/desk/cases/{case}/say/", words="Tomorrow at ten.", language="en")
    assert "Tomorrow at ten." in words_of(amina.get(address(world, case)))


def test_are_not_held_with_who_does_not_see_the_case(
    client_of: ClientOf, world: World, case: str
) -> None:
    amina = client_of("amina")
    foreign = address(world, case, "demo-ortho")
    assert amina.get(foreign).status_code == 404
    assert send(amina, foreign, words="Hello", language="en").status_code == 404


@pytest.mark.parametrize("persona", ["mallory", "zhang-wei", "sokolova"])
def test_belong_to_the_patient_s_side_alone(
    client_of: ClientOf, world: World, case: str, persona: str
) -> None:
    client = client_of(persona)
    assert client.get(address(world, case)).status_code == 404
    sent = send(client, address(world, case), words="Hello", language="en")
    assert sent.status_code == 404


@pytest.mark.parametrize("words", ["", " \n ", "x" * 5001])
def test_keep_no_message_that_is_none(
    client_of: ClientOf, world: World, case: str, words: str
) -> None:
    sent = send(client_of("amina"), address(world, case), words=words, language="ru")
    assert sent.status_code == 422
