"""The way to a request through the public form."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from sanamost.foundation.access import selectors as people
from sanamost.foundation.files.models import File
from sanamost.journey.cases.models import Case
from sanamost.journey.requests.models import Draft, MedicalNeed, Request
from sanamost.registry.catalogue import services as catalogue
from sanamost.registry.catalogue.selectors import reference as choices
from sanamost.registry.catalogue.services import ServiceFacts
from sanamost.registry.patients.models import Consent
from tests.registry.catalogue.conftest import reference
from tests.world import World, acting_as, system

__all__ = ["reference"]
KEY = "k" * 20
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\nxref\n0 4\n"
    b"0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000105 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n168\n%%EOF\n"
)
WORDS = {
    "en": "My right knee hurts when I walk downstairs.",
    "ru": "Болит правое колено, трудно ходить по лестнице.",
    "zh-hans": "右膝疼痛，下楼困难，想咨询手术。",
    "ar": "تؤلمني ركبتي اليمنى وأجد صعوبة في صعود الدرج.",
}


@pytest.fixture(autouse=True)
def fresh_choices(world: World, reference: None) -> None:
    """The world and the catalogue; nothing remembered from another test's empty tables."""
    assert choices is not None


def steps(language: str = "en") -> list[tuple[str, dict[str, Any]]]:
    """What somebody answers, step by step."""
    soon = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011 the form speaks of local days
    return [
        ("whom", {"whom": "self"}),
        ("need", {"words": WORDS[language], "area": "orthopaedics", "diagnosis_code": ""}),
        ("papers", {"action": "next"}),
        (
            "dates",
            {
                "wished_from": soon.isoformat(),
                "wished_until": (soon + dt.timedelta(days=20)).isoformat(),
                "flexibility": "month",
                "budget_amount": "12000",
                "budget_currency": "USD",
            },
        ),
        (
            "patient",
            {
                "name_latin": "ZHANG WEI",
                "name_original": "张伟",
                "birth_date": "1971-11-03",
                "sex": "male",
                "citizenship": "CN",
                "residence_country": "CN",
            },
        ),
        ("stay", {"purpose_of_arrival": "treatment", "stay_document": "none"}),
        ("payer", {"payer": "patient"}),
        ("languages", {"languages": ["zh"], "interpreter": "on"}),
        ("care", {"faith": "", "diet": "", "mobility": "", "companions": "1"}),
        ("contact", {"email": "zhang.wei@example.org", "phone": "+86 138 0013 8000"}),
        ("consent", {"passport_number": "E00000000", "address": "8 Example Road, Harbin"}),
    ]


def post(client: Client, path: str, data: dict[str, Any]) -> Any:
    """Send a form as the browser does: with the key that the page gave."""
    page = client.get(path)
    found = re.search(r'name="idempotency_key" value="([^"]+)"', page.content.decode())
    assert found, f"{path} has no form: {page.status_code}"
    return client.post(path, {**data, "idempotency_key": found[1]})


def answer(client: Client, code: str, data: dict[str, Any]) -> Any:
    return post(client, f"/request/step/{code}/", data)


def walk(client: Client, language: str = "en", until: str = "") -> None:
    for code, data in steps(language):
        if code == until:
            return
        assert answer(client, code, data).status_code == 302, code


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans", "ar"])
def test_leads_to_a_case_in_each_language(
    language: str, django_capture_on_commit_callbacks: Any
) -> None:
    client = Client(headers={"accept-language": language})
    assert client.get("/request/").headers["Location"] == "/request/step/whom/"
    for code, data in steps(language):
        page = client.get(f"/request/step/{code}/")
        assert page.status_code == 200
        assert f'lang="{language.replace("hans", "Hans")}"' in page.content.decode()
        assert answer(client, code, data).status_code == 302, code
    review = client.get("/request/review/").content.decode()
    assert WORDS[language] in review
    assert "张伟" in review
    assert post(client, "/request/review/", {}).headers["Location"] == "/request/sent/"

    user = people.user_by_email("zhang.wei@example.org")
    assert user is not None
    with acting_as(system("test")):
        case = Case.objects.get()
        request = Request.objects.get(case=case)
        assert case.language == language
        assert case.number in client.get("/request/sent/").content.decode()
        assert MedicalNeed.objects.get().words == WORDS[language]
        assert (str(request.budget_amount), request.budget_currency) == ("12000.00", "USD")
        consent = Consent.objects.get(case=case)
        assert (consent.purpose, consent.given_by_id) == ("processing", user.pk)
        assert case.participants.get().user_id == user.pk


def test_keeps_the_draft_when_the_browser_was_closed() -> None:
    client = Client()
    walk(client, until="dates")
    again = Client()
    again.cookies["request_draft"] = client.cookies["request_draft"].value

    assert again.get("/request/").headers["Location"] == "/request/step/dates/"
    assert WORDS["en"] in again.get("/request/step/need/").content.decode()
    cookie = client.cookies["request_draft"]
    assert (cookie["httponly"], cookie["max-age"]) == (True, 30 * 24 * 3600)


def test_knows_the_draft_when_the_first_answer_was_lost() -> None:
    client, again = Client(), Client()
    client.get("/request/step/whom/")
    again.cookies["request_draft"] = client.cookies["request_draft"].value
    post(client, "/request/step/whom/", {"whom": "self"})

    assert again.get("/request/").headers["Location"] == "/request/step/need/"


def test_believes_no_forged_secret() -> None:
    client = Client()
    walk(client, until="dates")
    forged = Client()
    forged.cookies["request_draft"] = client.cookies["request_draft"].value[:-2] + "xx"

    assert forged.get("/request/").headers["Location"] == "/request/step/whom/"


def test_leads_back_to_what_was_skipped() -> None:
    client = Client()
    assert client.get("/request/step/contact/").headers["Location"] == "/request/step/whom/"
    assert client.get("/request/step/nowhere/").status_code == 404
    walk(client, until="need")
    assert client.get("/request/review/").headers["Location"] == "/request/step/need/"


@pytest.mark.parametrize(
    ("code", "changes", "typed"),
    [
        ("whom", {"whom": "child"}, "child"),
        ("whom", {"whom": "nobody"}, "nobody"),
        ("need", {"words": "short"}, "short"),
        ("need", {"words": "x" * 100_000}, "xxxxx"),
        ("need", {"words": "My knee hurts\u202e very much"}, "My knee hurts"),
        ("need", {"diagnosis_code": "QQQ"}, "QQQ"),
        ("need", {"diagnosis_code": "M99.99"}, "M99.99"),
        ("dates", {"wished_until": "2020-01-01"}, "2020-01-01"),
        ("dates", {"wished_from": "2020-01-01"}, "2020-01-01"),
        ("dates", {"wished_from": "tomorrow"}, "tomorrow"),
        ("dates", {"budget_amount": "1" + "0" * 20}, "1" + "0" * 20),
        ("dates", {"budget_amount": "-5"}, "-5"),
        ("dates", {"budget_amount": "many"}, "many"),
        ("dates", {"budget_currency": ""}, "12000"),
        ("dates", {"budget_currency": "XXX"}, "12000"),
        ("patient", {"birth_date": "2999-01-01"}, "2999-01-01"),
        ("patient", {"birth_date": "1850-01-01"}, "1850-01-01"),
        ("patient", {"birth_date": "2020-01-01"}, "2020-01-01"),
        ("patient", {"name_latin": "张伟"}, "张伟"),
        ("patient", {"citizenship": "ZZ"}, "ZHANG WEI"),
        (
            "stay",
            {
                "purpose_of_arrival": "already_here",
                "stay_document": "visa",
                "stay_from": "2026-11-02",
                "stay_until": "2026-11-01",
            },
            "2026-11-02",
        ),
        ("stay", {"purpose_of_arrival": "already_here"}, "already_here"),
        ("languages", {"languages": []}, "languages"),
        ("care", {"companions": "-1"}, "-1"),
        ("care", {"companions": "500"}, "500"),
        ("care", {"mobility": "a" * 500}, "aaaa"),
        ("contact", {"email": "nobody"}, "nobody"),
        ("contact", {"phone": "123"}, "123"),
        ("consent", {"passport_number": ""}, "8 Example Road"),
    ],
)
def test_refuses_absurd_answers_and_loses_nothing(
    code: str, changes: dict[str, Any], typed: str
) -> None:
    client = Client()
    walk(client, until=code)
    before = client.get("/request/").headers["Location"]
    good = dict(steps())[code]

    page = answer(client, code, good | changes)

    assert page.status_code == 422
    assert "form-errors" in page.content.decode()
    assert typed in page.content.decode()
    assert client.get("/request/").headers["Location"] == before


def test_refuses_in_the_readers_language() -> None:
    client = Client(headers={"accept-language": "ar"})
    walk(client, language="ar", until="contact")
    page = answer(client, "contact", {"email": "nobody", "phone": "+86 138 0013 8000"})
    with translation.override("ar"):
        assert "name@example.org" in page.content.decode()
        assert "This is not" not in page.content.decode()


def test_takes_papers_and_gives_them_back() -> None:
    client = Client()
    walk(client, until="papers")
    good = SimpleUploadedFile("mri.pdf", PDF, "application/pdf")
    bad = SimpleUploadedFile("mri.exe", b"MZ" + b"\0" * 100, "application/pdf")
    assert answer(client, "papers", {"action": "upload", "files": [good, bad]}).status_code == 302
    page = client.get("/request/step/papers/").content.decode()
    assert "mri.pdf" in page
    assert "mri.exe" in page  # the message that refuses it
    with acting_as(system("test")):
        file = File.objects.get()
        assert (file.case_id, file.data_class) == (None, "clinical")
    answer(client, "papers", {"remove": file.public_id})
    assert "mri.pdf" not in client.get("/request/step/papers/").content.decode()


def test_hangs_the_papers_on_the_case() -> None:
    client = Client()
    walk(client, until="papers")
    good = SimpleUploadedFile("mri.pdf", PDF, "application/pdf")
    answer(client, "papers", {"action": "upload", "files": [good]})
    for code, data in steps()[2:]:
        answer(client, code, data)
    post(client, "/request/review/", {})
    with acting_as(system("test")):
        assert File.objects.get().case_id == Case.objects.get().pk


def test_sends_once_however_often_the_button_is_pressed() -> None:
    client = Client()
    walk(client)
    page = client.get("/request/review/").content.decode()
    key = re.search(r'name="idempotency_key" value="([^"]+)"', page)
    assert key
    for _ in range(3):
        sent = client.post("/request/review/", {"idempotency_key": key[1]})
        assert sent.headers["Location"] == "/request/sent/"
    with acting_as(system("test")):
        assert Case.objects.count() == 1
    assert client.get("/request/").headers["Location"] == "/request/sent/"
    post(client, "/request/sent/", {})
    assert client.get("/request/").headers["Location"] == "/request/step/whom/"


def test_sends_with_few_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    client = Client()
    walk(client)
    with django_assert_max_num_queries(33):
        sent = client.post("/request/review/", {"idempotency_key": "k" * 24})
    assert sent.headers["Location"] == "/request/sent/"


def test_forgets_a_draft_when_asked() -> None:
    client = Client()
    walk(client, until="dates")
    assert post(client, "/request/discard/", {}).status_code == 302
    with acting_as(system("test")):
        assert Draft.objects.count() == 0
    assert client.get("/request/").headers["Location"] == "/request/step/whom/"


def test_shows_the_whole_consent_before_it_is_given() -> None:
    client = Client(headers={"accept-language": "ru"})
    walk(client, language="ru", until="consent")
    page = client.get("/request/step/consent/").content.decode()
    for part in ("подбор клиники", "состояние здоровья", "Срок и отзыв", "ZHANG WEI"):
        assert part in page
    assert 'type="checkbox"' not in page


def test_gives_each_visitor_a_session() -> None:
    client = Client()
    client.get("/request/step/whom/")
    assert client.cookies["sessionid"].value


def _offered(world: World, **facts: Any) -> str:
    made = catalogue.enter_service(
        organisation_id=world.organisation("demo-ortho"),
        facts=ServiceFacts(code="SO-1", names={"en": "Second opinion"}, **facts),
    )
    return made.public_id


def test_asks_nothing_about_a_journey_where_the_service_is_remote(world: World) -> None:
    service = _offered(world, kind="second_opinion", setting="remote")
    client = Client()
    client.get("/request/", {"service": service})
    asked = [step for step in steps() if step[0] not in {"stay", "care"}]
    for place, (code, data) in enumerate(asked):
        page = client.get(f"/request/step/{code}/").content.decode()
        assert "Journey" not in page
        assert place or "It is done from afar" in page
        following = asked[place + 1][0] if place + 1 < len(asked) else ""
        ahead = f"/request/step/{following}/" if following else "/request/review/"
        assert answer(client, code, data).headers["Location"] == ahead
    assert client.get("/request/step/stay/").headers["Location"] == "/request/review/"
    assert post(client, "/request/review/", {}).headers["Location"] == "/request/sent/"
    with acting_as(system("test")):
        case = Case.objects.get()
        request = Request.objects.get(case=case)
    assert (case.kind, case.purpose_of_arrival) == ("remote", "remote")
    assert request.wished_service == service


def test_asks_about_the_journey_once_another_service_is_chosen(world: World) -> None:
    remote = _offered(world, kind="second_opinion", setting="remote")
    client = Client()
    client.get("/request/", {"service": remote})
    for code, data in steps():
        if code not in {"stay", "care"}:
            assert answer(client, code, data).status_code == 302
    assert client.get("/request/", {"service": remote}).headers["Location"] == "/request/review/"
    found = client.get("/request/", {"clinic": "demo-heart"})
    assert found.headers["Location"] == "/request/step/stay/"
    assert "from afar" not in client.get("/request/step/stay/").content.decode()


def test_forgets_what_was_said_of_a_journey_that_is_not_made(world: World) -> None:
    client = Client()
    walk(client, until="payer")
    client.get("/request/", {"service": _offered(world, kind="second_opinion", setting="remote")})
    for code, data in steps()[6:]:
        if code != "care":
            assert answer(client, code, data).status_code == 302
    assert post(client, "/request/review/", {}).headers["Location"] == "/request/sent/"
    with acting_as(system("test")):
        assert Case.objects.get().purpose_of_arrival == "remote"
