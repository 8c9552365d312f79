"""services: issuing papers and checking them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from sanamost.foundation.audit.models import Entry
from sanamost.foundation.documents import selectors, services
from sanamost.foundation.documents.canonical import digest
from sanamost.foundation.documents.kinds import IncompletePaper
from sanamost.foundation.documents.models import Paper
from sanamost.foundation.languages.errors import NotVisible
from tests.foundation.documents import reading
from tests.foundation.documents.samples import sample
from tests.world import NOON, Actor, World, acting_as, system


def content(kind: str = "invoice_deposit", language: str = "en") -> dict[str, Any]:
    payload = sample(kind, language)
    del payload["verification"]
    return payload


@pytest.fixture
def petrova(world: World) -> Actor:
    return world.actor("petrova")


def issued(actor: Actor, payload: dict[str, Any] | None = None, *, kind: str = "") -> Paper:
    with acting_as(actor):
        return services.freeze(
            kind or "invoice_deposit",
            payload or content(kind or "invoice_deposit"),
            language="en",
            case_id=None,
            organisation_id=actor.organisation_id,
            actor=actor,
            now=NOON,
        )


def test_freeze_fixes_content_wording_and_code(petrova: Actor) -> None:
    paper = issued(petrova)

    stored = json.loads(paper.payload)
    assert paper.sha256 == digest(stored)
    assert stored["verification"]["code"] == paper.code
    assert services.wording_intact(paper)
    assert paper.public_id.startswith("papr_")
    with acting_as(system("test")):
        entry = Entry.objects.get(action="documents.paper.frozen")
    assert paper.public_id in entry.payload
    assert "KARIMOVA" not in entry.payload


def test_freeze_refuses_an_incomplete_paper_and_stores_nothing(petrova: Actor) -> None:
    payload = content()
    del payload["to_pay"]

    with pytest.raises(IncompletePaper):
        issued(petrova, payload)

    with acting_as(system("test")):
        assert not Paper.objects.exists()


def test_freeze_does_not_take_a_code_from_the_caller(petrova: Actor) -> None:
    forged = content() | {"verification": {"code": "MINE", "address": "https://evil.example"}}

    stored = json.loads(issued(petrova, forged).payload)

    assert stored["verification"]["code"] != "MINE"
    assert "evil" not in stored["verification"]["address"]


@pytest.mark.parametrize("column", ["payload", "sha256", "code", "number", "template_version"])
def test_the_database_refuses_to_change_a_frozen_paper(petrova: Actor, column: str) -> None:
    paper = issued(petrova)

    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(system("test")):
        Paper.objects.filter(pk=paper.pk).update(**{column: "changed"})


def test_pdf_is_the_same_again_and_can_be_checked(petrova: Actor) -> None:
    paper = issued(petrova)
    first = services.pdf(paper)

    with acting_as(petrova):
        again = selectors.access_paper(petrova, paper.public_id)

    assert services.pdf(again) == first
    assert paper.code in reading.text_of(first)
    assert services.is_our_print(paper.code, first)
    assert services.is_our_print(paper.code, services.pdf(paper, "ru"))
    assert not services.is_our_print(paper.code, first[:-1] + b"\n\n")
    assert not services.is_our_print("0000-0000-0000-0000-0000-0000-0000", first)


def test_pdf_refuses_content_that_is_not_what_was_hashed(petrova: Actor) -> None:
    paper = issued(petrova)
    paper.payload = paper.payload.replace("294850.00", "294851.00")

    with pytest.raises(services.Tampered):
        services.pdf(paper)


def test_preview_stores_nothing_and_shows_no_code() -> None:
    said = reading.text_of(services.preview("invoice_deposit", content(), language="en"))

    assert "Draft" in said
    assert "Check code" not in said


def test_verify_says_what_the_paper_is_and_nothing_about_the_person(petrova: Actor) -> None:
    paper = issued(petrova)

    known = services.verify(paper.code.lower().replace("-", ""))

    assert known is not None
    assert (known.kind, known.number, known.standing) == (
        "invoice_deposit",
        "INV-2026-00077",
        services.VALID,
    )
    assert known.issuer["en"] == "Demo Orthopaedic Centre"
    assert known.issued_on == dt.date(2026, 12, 2)
    assert known.has_fingerprint(paper.sha256[:16].upper())
    assert not known.has_fingerprint(paper.sha256[:8])
    assert not known.has_fingerprint("f" * 64)
    told = str(dataclasses.asdict(known))
    assert not re.search(r"KARIMOVA|Amina|1984|AA 0000000|SM-2026|589700", told)


@pytest.mark.parametrize("typed", ["", "7K3M", "' OR 1=1 --", "0" * 28, "7" * 500, "１" * 28])
def test_verify_knows_nothing_of_other_codes(world: World, typed: str) -> None:
    assert services.verify(typed) is None


@pytest.mark.parametrize(
    ("reason", "standing"),
    [("wrong sum", services.VOIDED), (services.SUPERSEDED, services.SUPERSEDED)],
)
def test_void_is_seen_by_whoever_checks_the_paper(
    petrova: Actor, reason: str, standing: str
) -> None:
    paper = issued(petrova)
    later = NOON + dt.timedelta(days=1)
    with acting_as(petrova):
        services.void(paper_id=paper.pk, reason=reason, actor=petrova, now=later)

    known = services.verify(paper.code)

    assert known is not None
    assert (known.standing, known.standing_since) == (standing, later)
    with pytest.raises(services.AlreadyVoid), acting_as(petrova):
        services.void(paper_id=paper.pk, reason="again", actor=petrova, now=later)


def test_a_stranger_does_not_find_the_paper(world: World, petrova: Actor) -> None:
    paper = issued(petrova)
    mallory = world.actor("mallory")

    with acting_as(mallory), pytest.raises(NotVisible):
        selectors.access_paper(mallory, paper.public_id)
    with acting_as(mallory), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM documents_paper")
        assert cursor.fetchone() == (0,)
