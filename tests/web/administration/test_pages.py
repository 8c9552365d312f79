"""The administration's pages…"""

import datetime as dt
from secrets import token_urlsafe
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from sanamost.commerce.rates.models import Rate
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.models import Invitation, StaffAccess
from sanamost.foundation.audit.models import Entry
from sanamost.foundation.events.services import deliver
from sanamost.journey.cases.models import Case
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations import services as organising
from tests.insight.treated import treated
from tests.web.conftest import ClientOf
from tests.web.reading import english_on, inside
from tests.world import World

pytestmark = pytest.mark.django_db
PATHS = ["", "jobs/", "trail/?verify=1", "organisations/", "access/"]
REASON = "The patient cannot open a file and asked for help."
NAMES = {
    "PostgreSQL", "Python", "Django", "psycopg", "procrastinate", "django", "allauth", "granian",
    "typst", "sanamost", "app", "CSV", "XML", "organisation", "platform", "people", "Sanamost",
    "Debian", "deb", "events",
    "Demo", "Silk", "Road", "Care", "Jade", "Bridge", "Travel", "Gulf", "Shield", "Insurance",
}  # fmt: skip
TYPED = b"day,currency,quote,nominal,value,remark\n2026-11-20,USD,RUB,1,81.2500,bank letter\n"


def keyed(client: Client, path: str, **fields: Any) -> Any:
    """Send a form with a fresh idempotency key."""
    return client.post(path, {**fields, "idempotency_key": token_urlsafe(24)})


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans", "ar"])
def test_speak_the_reader_s_language(world: World, client_of: ClientOf, language: str) -> None:
    client = client_of("nikitin")
    client.cookies["language"] = language
    for path in PATHS:
        page = client.get(f"/administration/{path}")
        assert page.status_code == 200
        if language != "en":
            left = [w for w in english_on(inside(page.content.decode())) if w not in NAMES]
            assert left == [], path


@pytest.mark.parametrize("who", ["petrova", "ivanova", "sokolova", "amina", "mallory"])
def test_are_unknown_to_everybody_else(world: World, client_of: ClientOf, who: str) -> None:
    client = client_of(who)
    assert {client.get(f"/administration/{path}").status_code for path in PATHS} == {404}


def test_ask_administrators_for_a_second_factor(world: World, client_of: ClientOf) -> None:
    answer = client_of("nikitin", strong=False).get("/administration/")
    assert answer.status_code == 302
    assert "second-factor" in answer["Location"] or "factor" in answer["Location"]


def failed_job() -> int:
    made = int(deliver.defer(happening=1, handler="tests.handler"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [made])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [made])
    return made


def test_start_a_failed_job_again_once(world: World, client_of: ClientOf) -> None:
    job, client = failed_job(), client_of("nikitin")
    assert (
        f"/administration/jobs/{job}/retry/" in client.get("/administration/jobs/").content.decode()
    )
    keyed(client, f"/administration/jobs/{job}/retry/")
    assert ProcrastinateJob.objects.get(pk=job).status == "todo"
    again = keyed(client, f"/administration/jobs/{job}/retry/")
    assert again.status_code == 422


def test_say_that_every_chain_holds_and_note_who_asked(world: World, client_of: ClientOf) -> None:
    client = client_of("nikitin")
    keyed(client, "/administration/mail/")
    page = client.get("/administration/trail/?verify=1")
    assert page.context["checked"]["broken"] == []
    assert page.context["checked"]["lines"] > 0
    with acting_as(system("test")):
        assert Entry.objects.filter(action="audit.chains.verified").count() == 1


def look(client: Client, case: Case) -> Any:
    return keyed(client, "/administration/access/", number=case.number, reason=REASON)


@pytest.fixture
def case(world: World) -> Case:
    episode = treated(world)
    with acting_as(system("test")):
        return Case.objects.get(pk=episode.case_id)


def test_open_a_case_for_an_hour_to_read(world: World, client_of: ClientOf, case: Case) -> None:
    client = client_of("nikitin")
    path = f"/administration/cases/{case.public_id}/"
    assert client.get(path).status_code == 404
    answer = look(client, case)
    assert answer["Location"] == path
    page = client.get(path)
    assert "Amina Karimova" in page.content.decode()
    assert client.post(path).status_code == 405
    with acting_as(system("test")):
        reads = Entry.objects.filter(action="cases.case.read", case_id=case.pk)
        assert reads.count() == 1


@pytest.mark.parametrize(("number", "reason"), [("SM-1", REASON), (None, "because")])
def test_keep_what_was_typed_when_a_look_is_refused(
    world: World, client_of: ClientOf, case: Case, number: str | None, reason: str
) -> None:
    client = client_of("nikitin")
    page = keyed(client, "/administration/access/", number=number or case.number, reason=reason)
    assert page.status_code == 422
    assert reason in page.content.decode()
    assert not StaffAccess.objects.exists()


def test_let_nobody_review_their_own_look(world: World, client_of: ClientOf, case: Case) -> None:
    client = client_of("nikitin")
    look(client, case)
    made = StaffAccess.objects.get()
    page = keyed(client, f"/administration/access/{made.public_id}/review/")
    assert page.status_code == 422
    made.refresh_from_db()
    assert made.reviewed_at is None


def test_invite_the_first_person_and_only_the_first(world: World, client_of: ClientOf) -> None:
    with acting_as(system("test")):
        card = organising.enter(
            code="fresh", kind="clinic", country="RU", names={"en": "Fresh Clinic"}
        )
    client = client_of("nikitin")
    path = f"/administration/organisations/{card.public_id}/"
    keyed(client, path, email="first@fresh.example", roles=["coordinator"])
    made = Invitation.objects.get(email="first@fresh.example")
    assert made.organisation_id == card.pk
    assert [letter.to for letter in mail.outbox] == [["first@fresh.example"]]
    full = organisations.card_by_code("demo-ortho")
    assert full is not None
    other = f"/administration/organisations/{full.public_id}/"
    answer = keyed(client, other, email="x@fresh.example", roles=["coordinator"])
    assert answer.status_code == 404
    assert Invitation.objects.count() == 1


def test_refuse_roles_of_another_kind(world: World, client_of: ClientOf) -> None:
    with acting_as(system("test")):
        card = organising.enter(
            code="fresh", kind="clinic", country="RU", names={"en": "Fresh Clinic"}
        )
    path = f"/administration/organisations/{card.public_id}/"
    page = keyed(client_of("nikitin"), path, email="a@b.example", roles=["national_coordinator"])
    assert page.status_code == 422
    assert not Invitation.objects.exists()


def test_send_a_letter_to_oneself(world: World, client_of: ClientOf) -> None:
    keyed(client_of("nikitin"), "/administration/mail/")
    assert [letter.to for letter in mail.outbox] == [["nikitin@platform.example"]]


def test_take_in_rates_and_refuse_what_contradicts_them(world: World, client_of: ClientOf) -> None:
    client = client_of("nikitin")

    def send(name: str, content: bytes) -> int:
        answer = keyed(client, "/administration/rates/", file=SimpleUploadedFile(name, content))
        return int(answer.status_code)

    assert send("rates.csv", TYPED) == 302
    assert Rate.objects.get().day == dt.date(2026, 11, 20)
    assert send("rates.csv", TYPED) == 302
    assert send("rates.csv", TYPED.replace(b"81.25", b"99.99")) == 422
    for name, content in {
        "rates.exe": TYPED,
        "rates.csv": b"\xff\xfe\x00",
        "rates.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "rates.csv.gz": b"not compressed",
    }.items():
        assert send(name, content) == 422
    assert Rate.objects.count() == 1
