"""A partner's request, and the patient's consent to it."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sanamost.foundation.access.models import Grant
from sanamost.foundation.audit.models import Entry
from sanamost.foundation.files.models import File
from sanamost.journey.cases.models import Case
from sanamost.journey.requests import services
from sanamost.journey.requests.models import ConsentAsk, Request
from sanamost.registry.partners.models import TransferCountry
from sanamost.registry.patients.models import Consent
from tests.registry.catalogue.conftest import reference
from tests.web.conftest import ClientOf
from tests.web.public.test_request import PDF, post
from tests.world import World, acting_as, system

__all__ = ["reference"]
NEW = "/partner/requests/new/"
SAID = {
    "name_latin": "KARIMOVA AMINA",
    "name_original": "Каримова Амина",
    "birth_date": "1980-05-17",
    "citizenship": "UZ",
    "residence_country": "UZ",
    "area": "orthopaedics",
    "words": "Нужна консультация по правому колену.",
    "email": "amina@example.org",
    "phone": "+998 90 123 45 67",
    "language": "ru",
}


@pytest.fixture(autouse=True)
def filled(world: World, reference: None) -> None:
    """The world and the catalogue's small lists."""


@pytest.fixture
def karim(client_of: ClientOf) -> Client:
    """The agent at Silk Road Care."""
    return client_of("karim")


def sent(karim: Client) -> str:
    """The address of the case that Karim has just sent."""
    answer = post(karim, NEW, SAID)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return str(answer.headers["Location"])


def link() -> str:
    """The newest link in the patient's mail."""
    with acting_as(system("test")):
        ask = ConsentAsk.objects.latest("asked_at", "pk")
    return f"/consent/{services.token_of(ask)}/"


def decide(**said: str) -> Any:
    return post(
        Client(headers={"accept-language": "ru"}),
        link(),
        {"passport_number": "AA 0000000", "address": "Tashkent, Navoi 10"} | said,
    )


def classes(case: Case, code: str = "silk-road-care") -> set[str]:
    with acting_as(system("test")):
        rows = Grant.objects.filter(case=case, organisation__code=code, revoked_at__isnull=True)
        return {grant.data_class for grant in rows}


def the_case() -> Case:
    with acting_as(system("test")):
        return Case.objects.get()


def test_is_sent_on_one_page_and_shows_nothing_medical(karim: Client) -> None:
    page = karim.get(sent(karim)).content.decode()

    assert "KARIMOVA AMINA" in page
    assert SAID["words"] not in page
    assert 'type="file"' not in page
    assert classes(the_case()) == {"identity", "money", "travel"}
    assert "KARIMOVA AMINA" in karim.get("/partner/").content.decode()


def test_is_nobody_elses_business(karim: Client, client_of: ClientOf) -> None:
    address = sent(karim)
    for stranger in ("mei", "haddad"):
        other = client_of(stranger)
        assert other.get(address).status_code == 404
        assert "KARIMOVA" not in other.get("/partner/").content.decode()
    assert client_of("mallory").get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_opens_the_clinical_class_with_the_patients_two_consents(karim: Client) -> None:
    address = sent(karim)
    page = Client(headers={"accept-language": "ru"}).get(link()).content.decode()
    for part in ("Silk Road Care", "врачебную тайну", "обработку моих персональных", "323-ФЗ"):
        assert part in page

    assert decide(processing="yes", disclosure="yes").status_code == 302

    case = the_case()
    assert classes(case) == {"identity", "money", "travel", "clinical"}
    with acting_as(system("test")):
        consents = Consent.objects.filter(case=case).order_by("purpose")
        assert [(c.purpose, c.channel, c.recipient_id is not None) for c in consents] == [
            ("disclosure", "email_link", True),
            ("processing", "email_link", False),
        ]
        assert len({c.paper_id for c in consents}) == 2
    assert SAID["words"] in karim.get(address).content.decode()

    file = SimpleUploadedFile("mri.pdf", PDF, "application/pdf")
    upload = f"/files/cases/{case.public_id}/add/"
    key = {"idempotency_key": "u" * 20, "next": address}
    assert karim.post(upload, {"files": [file], **key}).headers["Location"] == address
    with acting_as(system("test")):
        assert File.objects.get().case_id == case.pk


def test_stays_without_papers_until_then(karim: Client) -> None:
    sent(karim)
    case = the_case()
    file = SimpleUploadedFile("mri.pdf", PDF, "application/pdf")
    karim.post(
        f"/files/cases/{case.public_id}/add/",
        {"files": [file], "idempotency_key": "u" * 20, "next": "/partner/"},
    )
    with acting_as(system("test")):
        assert File.objects.count() == 0


def test_stays_blind_when_the_patient_refuses_the_disclosure_alone(karim: Client) -> None:
    address = sent(karim)
    assert decide(processing="yes", disclosure="no").status_code == 302

    assert classes(the_case()) == {"identity", "money", "travel"}
    assert SAID["words"] not in karim.get(address).content.decode()
    with acting_as(system("test")):
        assert [c.purpose for c in Consent.objects.all()] == ["processing"]


def test_is_withdrawn_when_the_patient_refuses_the_processing(karim: Client) -> None:
    sent(karim)
    assert decide(processing="no", disclosure="no").status_code == 302

    assert the_case().end_reason == "withdrawn"
    with acting_as(system("test")):
        assert Request.objects.get().state == "withdrawn"


def test_needs_a_decision_and_what_the_paper_names(karim: Client) -> None:
    sent(karim)
    assert decide().status_code == 422
    missing = decide(processing="yes", disclosure="no", address="")
    assert missing.status_code == 422
    assert "AA 0000000" in missing.content.decode()
    assert classes(the_case()) == {"identity", "money", "travel"}


def test_takes_one_answer_a_link(karim: Client) -> None:
    sent(karim)
    used = link()
    decide(processing="yes", disclosure="yes")
    page = Client().get(used).content.decode()
    assert "idempotency_key" not in page
    assert Client().get("/consent/forged:token:here/").status_code == 200
    assert "idempotency_key" not in Client().get("/consent/forged:token:here/").content.decode()


def test_loses_sight_when_the_patient_takes_the_consent_back(
    karim: Client, client_of: ClientOf
) -> None:
    address = sent(karim)
    decide(processing="yes", disclosure="yes")
    amina = client_of("amina")
    page = amina.get("/my/consents/").content.decode()
    with acting_as(system("test")):
        consent = Consent.objects.get(purpose="disclosure")
    assert consent.public_id in page
    withdraw = f"/my/consents/{consent.public_id}/withdraw/"
    assert client_of("mallory").get(withdraw).status_code == 404
    assert karim.get(withdraw).status_code == 404
    assert post(amina, withdraw, {}).status_code == 302

    assert classes(the_case()) == {"identity", "money", "travel"}
    assert SAID["words"] not in karim.get(address).content.decode()


def test_is_asked_again_but_not_at_once(karim: Client) -> None:
    address = sent(karim)
    page = post(karim, f"{address}ask/", {})
    assert page.status_code == 422
    with acting_as(system("test")):
        assert ConsentAsk.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_date", "2999-01-01"),
        ("name_latin", "Амина"),
        ("words", "x"),
        ("email", "amina"),
        ("phone", "12"),
        ("citizenship", ""),
        ("birth_date", "2015-01-01"),
    ],
)
def test_is_refused_with_what_was_typed_still_there(field: str, value: str, karim: Client) -> None:
    page = post(karim, NEW, SAID | {field: value})
    assert page.status_code == 422
    assert "form-errors" in page.content.decode()
    kept = "name_original" if field != "name_original" else "name_latin"
    assert SAID[kept] in page.content.decode()
    with acting_as(system("test")):
        assert Case.objects.count() == 0


def test_gives_the_same_case_for_the_same_key(karim: Client) -> None:
    page = karim.get(NEW).content.decode()
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert key
    places = {
        karim.post(NEW, SAID | {"idempotency_key": key[1]}).headers["Location"] for _ in range(2)
    }
    assert len(places) == 1
    assert the_case().origin == "partner"


def test_lists_cases_in_a_constant_number_of_queries(
    karim: Client, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for many in (3, 12):
        for number in range(many):
            post(karim, NEW, SAID | {"email": f"person{many}-{number}@example.org"})
        karim.get("/partner/")
        with django_assert_max_num_queries(40) as seen:
            karim.get("/partner/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_tells_nothing_medical_in_a_country_that_is_not_cleared(karim: Client) -> None:
    sent(karim)
    with acting_as(system("test")):
        TransferCountry.objects.filter(country="UZ").delete()
    page = Client(headers={"accept-language": "ru"}).get(link()).content.decode()
    assert "не согласована с регулятором" in page
    assert 'name="disclosure"' not in page

    assert decide(processing="yes", disclosure="yes").status_code == 302

    assert classes(the_case()) == {"identity", "money", "travel"}
    with acting_as(system("test")):
        ask = ConsentAsk.objects.get()
        assert (ask.answer, ask.transfer) == ("given", "not_notified")
        assert not Consent.objects.filter(purpose="disclosure").exists()
        assert (
            '"transfer":"not_notified"'
            in Entry.objects.get(action="requests.consent.answered").payload
        )
        assert Request.objects.get().state == "submitted"
