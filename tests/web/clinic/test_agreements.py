"""The clinic's pages of contracts …"""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sanamost.foundation.audit.models import Entry
from sanamost.journey.agreements.models import Addendum
from tests.journey.agreed import Agreed, agreed
from tests.web.conftest import ClientOf
from tests.web.patient.test_agreements import send
from tests.web.reading import english_on
from tests.world import World, acting_as, system

LANGUAGES = ("en", "ru", "zh-hans", "ar")


@pytest.fixture
def done(world: World) -> Agreed:
    """A draft."""
    return agreed(world)


def at(done: Agreed, page: str = "") -> str:
    return f"/desk/agreements/{done.agreement.public_id}/{page}"


def test_name_what_is_missing_and_issue_when_nothing_is(done: Agreed, client_of: ClientOf) -> None:
    volkov = client_of("volkov")
    page = volkov.get(at(done)).content.decode()
    assert "Identity document: number, valid until after the stay" in page
    assert "Issue the contract" not in page
    answer = send(volkov, at(done), sure="on")
    assert answer.status_code == 422
    assert "Identity document" in answer.content.decode()
    assert done.now_is().state == "draft"
    done.ready()
    assert volkov.get(at(done, "preview.pdf")).content.startswith(b"%PDF")
    assert send(volkov, at(done), sure="on").status_code == 302
    assert done.now_is().state == "issued"


def test_send_the_preview_back_while_something_is_missing(
    done: Agreed, client_of: ClientOf
) -> None:
    assert client_of("volkov").get(at(done, "preview.pdf")).status_code == 302


def test_let_the_officer_sign_after_the_patient(done: Agreed, client_of: ClientOf) -> None:
    done.ready().issued().read().signed()
    assert client_of("petrova").get(at(done, "sign/")).status_code == 404
    stale = client_of("volkov", minutes_ago=60)
    assert send(stale, at(done, "sign/"), sure="on").status_code == 302
    assert done.now_is().state == "signed"
    assert send(client_of("volkov"), at(done, "sign/"), sure="on").status_code == 302
    assert done.now_is().state == "in_force"


def test_build_and_issue_an_addendum(done: Agreed, client_of: ClientOf) -> None:
    done.in_force()
    petrova = client_of("petrova")
    assert petrova.get(at(done, "addenda/new/")).status_code == 200
    fields: dict[str, Any] = {
        "reason": "The patient asked for an interpreter on two more days.",
        "service_1": done.extra,
        "quantity_1": "3",
    }
    answer = send(petrova, at(done, "addenda/new/"), **fields)
    assert answer.status_code == 302
    path = answer["Location"]
    assert petrova.get(path).status_code == 200
    assert send(petrova, path, sure="on").status_code == 302
    with acting_as(system("test")):
        row = Addendum.objects.get(agreement=done.agreement)
    assert (row.state, str(row.total)) == ("issued", "7320.00")
    assert send(petrova, path, take_back="yes").status_code == 302


@pytest.mark.parametrize("persona", ["gromov", "belova", "mallory", "karim", "orlova", "amina"])
@pytest.mark.parametrize(
    "page", ["", "preview.pdf", "customer/", "sign/", "scan/", "end/", "addenda/new/"]
)
def test_are_nobody_elses(persona: str, page: str, done: Agreed, client_of: ClientOf) -> None:
    assert client_of(persona).get(at(done, page)).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_speak_the_readers_language(language: str, done: Agreed, client_of: ClientOf) -> None:
    volkov = client_of("volkov")
    volkov.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for path in ("/desk/agreements/", at(done), at(done, "customer/"), at(done, "end/")):
        answer = volkov.get(path)
        assert answer.status_code == 200, path
        assert language == "en" or "Contract" not in english_on(answer.content.decode()), path


def test_note_who_read_the_contract(done: Agreed, client_of: ClientOf) -> None:
    client_of("volkov").get(at(done))
    with acting_as(system("test")):
        actions = set(Entry.objects.filter(case=done.case).values_list("action", flat=True))
    assert "agreements.agreement.read" in actions


def warm(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("how_many", [3, 12])
def test_list_what_waits_in_as_many_queries_whatever_the_number(
    how_many: int, world: World, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    for _ in range(how_many):
        agreed(world)
    volkov = client_of("volkov")
    warm(volkov, "/desk/agreements/")
    with django_assert_max_num_queries(28):
        page = volkov.get("/desk/agreements/").content.decode()
    assert page.count("/desk/agreements/agre_") == how_many


def test_open_one_contract_in_few_queries(
    done: Agreed, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    volkov = client_of("volkov")
    warm(volkov, at(done))
    with django_assert_max_num_queries(42):
        volkov.get(at(done))


def test_stand_on_the_page_of_the_case(done: Agreed, client_of: ClientOf) -> None:
    page = client_of("petrova").get(f"/desk/cases/{done.case.public_id}/").content.decode()
    assert at(done) in page
