"""The patient's pages of a contract …"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from sanamost.journey.agreements import services
from sanamost.journey.cases.states import Payer
from sanamost.registry.patients.models import Consent
from sanamost.registry.patients.states import ConsentPurpose
from tests.journey.agreed import IDENTITY, Agreed, agreed
from tests.web.conftest import ClientOf
from tests.web.reading import english_on
from tests.world import NOON, World, acting_as, system

LANGUAGES = ("en", "ru", "zh-hans", "ar")
OURS = {"Demo", "Orthopaedic", "Centre", "KARIMOVA", "AMINA", "Amina", "Karimova", "Uzbekistan"}


@pytest.fixture
def done(world: World) -> Agreed:
    """A draft."""
    return agreed(world)


@pytest.fixture
def amina(client_of: ClientOf) -> Client:
    """Her browser."""
    return client_of("amina")


def send(client: Client, path: str, **fields: Any) -> Any:
    """A form, with a fresh key."""
    send.number = getattr(send, "number", 0) + 1  # type: ignore[attr-defined]  # one key a form
    key = f"{send.number:020d}"  # type: ignore[attr-defined]  # see above
    return client.post(path, {"idempotency_key": key, **fields})


def at(done: Agreed, page: str = "") -> str:
    return f"/my/agreements/{done.agreement.public_id}/{page}"


def test_lead_from_the_details_to_the_signature(done: Agreed, amina: Client) -> None:
    assert b"details/" in amina.get(at(done)).content
    details = {**IDENTITY, "passport_valid_until": "2031-01-31", "stay_document": "none"}
    details["sex"] = "female"
    assert send(amina, at(done, "details/"), **details).status_code == 302
    assert b"consents/processing/" in amina.get(at(done)).content
    assert send(amina, at(done, "consents/processing/"), agree="on").status_code == 302
    done.issued()
    assert send(amina, at(done, "notice/"), agree="on").status_code == 302
    assert b"sign/" in amina.get(at(done, "text/")).content
    assert send(amina, at(done, "sign/"), agree="on").status_code == 302
    assert done.now_is().state == "signed"


def test_sign_nothing_without_the_box(done: Agreed, amina: Client) -> None:
    done.ready().issued().read()
    assert send(amina, at(done, "sign/")).status_code == 422
    assert done.now_is().state == "issued"


def test_ask_for_a_fresh_proof_before_a_signature(done: Agreed, client_of: ClientOf) -> None:
    done.ready().issued().read()
    stale = client_of("amina", minutes_ago=60)
    answer = send(stale, at(done, "sign/"), agree="on")
    assert answer.status_code == 302
    assert "next=" in answer["Location"]
    assert done.now_is().state == "issued"
    assert stale.get(at(done, "text/")).status_code == 200


def test_say_what_is_missing_and_keep_what_was_typed(done: Agreed, amina: Client) -> None:
    details = {**IDENTITY, "passport_valid_until": "2020-01-31", "stay_document": "none"}
    answer = send(amina, at(done, "details/"), **details)
    assert answer.status_code == 422
    assert b"10 Navoi Street" in answer.content
    assert done.patient.address == ""


@pytest.mark.parametrize("persona", ["mallory", "zhang-wei", "fatima"])
@pytest.mark.parametrize(
    "page", ["", "details/", "notice/", "text/", "sign/", "end/", "consents/processing/"]
)
def test_are_nobody_elses(persona: str, page: str, done: Agreed, client_of: ClientOf) -> None:
    done.ready().issued()
    assert client_of(persona).get(at(done, page)).status_code == 404


PAGES: dict[str, Callable[[Agreed], str]] = {
    "": at,
    "details": lambda done: at(done, "details/"),
    "processing": lambda done: at(done, "consents/processing/"),
    "treatment": lambda done: at(done, "treatment-consent/"),
    "notice": lambda done: at(done, "notice/"),
    "text": lambda done: at(done, "text/"),
    "sign": lambda done: at(done, "sign/"),
    "end": lambda done: at(done, "end/"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_speak_the_readers_language(language: str, world: World, client_of: ClientOf) -> None:
    done = agreed(world, language=language, payer=Payer.PATIENT).ready().issued()
    amina = client_of("amina")
    amina.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for page, path in PAGES.items():
        answer = amina.get(path(done))
        assert answer.status_code == 200, page
        text = re.sub(r"<bdi[^>]*>.*?</bdi>", " ", answer.content.decode())
        if language != "en":
            left = [w for w in english_on(text) if w not in OURS]
            assert left == [] or page in {"text", "notice", "sign", "treatment"}, (page, left)


def test_read_as_the_paper_does(done: Agreed, amina: Client) -> None:
    done.ready().issued()
    for language, words in (
        ("en", "Government of the Russian Federation No. 659"),
        ("ru", "№ 659"),
        ("ar", "659"),
    ):
        amina.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        page = amina.get(at(done, "notice/")).content.decode()
        assert words in page
        assert "736" not in page


def test_answer_an_addendum_with_yes_or_no(done: Agreed, amina: Client) -> None:
    done.in_force()
    rows = []
    for _ in range(2):
        with acting_as(done.coordinator):
            rows.append(
                services.issue_addendum(actor=done.coordinator, addendum=done.addendum(), now=NOON)
            )
    yes, no = (f"/my/addenda/{row.public_id}/" for row in rows)
    assert amina.get(yes).status_code == 200
    assert send(amina, f"{yes}sign/", agree="on").status_code == 302
    assert send(amina, no, agree="on").status_code == 302
    with acting_as(system("test")):
        states = [type(row).objects.get(pk=row.pk).state for row in rows]
    assert states == ["signed", "refused"]


def test_let_a_consent_go(world: World, client_of: ClientOf) -> None:
    done = agreed(world, partner="silk-road-care")
    done.identify()
    consent = done.consent(ConsentPurpose.DISCLOSURE)
    amina = client_of("amina")
    path = f"/my/consents/{consent.public_id}/withdraw/"
    assert amina.get(path).status_code == 200
    assert send(amina, path).status_code == 302
    with acting_as(system("test")):
        assert Consent.objects.get(pk=consent.pk).withdrawn_at is not None


def test_end_the_contract(done: Agreed, amina: Client) -> None:
    done.in_force()
    answer = send(amina, at(done, "end/"), reason="patient", sure="on")
    assert answer.status_code == 302
    assert done.now_is().state == "terminated"


def test_stand_on_the_page_of_the_case(done: Agreed, amina: Client) -> None:
    done.in_force()
    page = amina.get(f"/my/cases/{done.case.public_id}/").content.decode()
    assert at(done) in page
    contract = done.now_is().contract
    assert contract is not None
    assert f"/papers/{contract.public_id}.pdf" in page


def test_give_papers_as_pdf_to_whom_they_belong(done: Agreed, client_of: ClientOf) -> None:
    done.in_force()
    contract = done.now_is().contract
    assert contract is not None
    path = f"/papers/{contract.public_id}.pdf"
    for persona, status in (
        ("amina", 200),
        ("volkov", 200),
        ("mallory", 404),
        ("gromov", 404),
        ("karim", 404),
    ):
        assert client_of(persona).get(path).status_code == status, persona
    answer = client_of("amina").get(path + "?language=zh")
    assert answer.content.startswith(b"%PDF")
    with translation.override("en"):
        assert Client().get(path).status_code == 302
