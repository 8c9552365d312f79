"""A request that comes in."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from sanamost.foundation.access.actor import VISITOR
from sanamost.foundation.access.models import Grant, User
from sanamost.foundation.documents.models import Paper
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.models import Case, Clock
from sanamost.journey.cases.states import Origin, Stage
from sanamost.journey.requests import selectors, services
from sanamost.journey.requests.models import MedicalNeed, Request
from sanamost.registry.patients.models import Consent, Patient
from tests.journey.requests.conftest import Way, answers
from tests.world import NOON, World, acting_as, system


def rows(model: type[Any]) -> int:
    with acting_as(system("test")):
        return int(model.objects.count())


def test_opens_a_case_that_its_people_see(way: Way) -> None:
    request = way.submit()

    amina = way.world.actor("amina")
    with acting_as(amina):
        case = cases.access_case(amina, request.case.public_id)
        assert case.stage == Stage.ASKING
        assert case.number.startswith("SM-2026-")
        need = selectors.need_of(amina, case)
        assert need is not None
        assert need.words.startswith("Болит")


def test_grants_the_desk_every_class_and_nobody_else_any(way: Way) -> None:
    request = way.submit()

    with acting_as(system("test")):
        grants = Grant.objects.filter(case_id=request.case_id)
        assert {(g.organisation.code, g.data_class) for g in grants} == {
            ("intake-desk", name) for name in ("identity", "clinical", "money", "travel")
        }
    for stranger in ("mallory", "petrova", "karim", "ivanova"):
        with pytest.raises(NotVisible):
            way.as_seen_by(stranger, request.case.public_id)


def test_starts_the_clocks_of_the_desk(way: Way) -> None:
    request = way.submit()

    with acting_as(system("test")):
        running = Clock.objects.filter(case_id=request.case_id, done_at__isnull=True)
        assert {clock.kind for clock in running} == {"acknowledge", "call_back"}
        assert all(clock.due_at > NOON for clock in running)


def test_makes_an_account_for_a_new_address_and_joins_an_old_one(way: Way) -> None:
    before = rows(User)
    way.submit()
    assert rows(User) == before

    way.submit(email="New.Person@example.org")
    assert rows(User) == before + 1


def test_keeps_the_consent_as_a_paper_of_its_own(way: Way) -> None:
    request = way.submit()

    with acting_as(system("test")):
        consent = Consent.objects.get(case_id=request.case_id)
        paper = Paper.objects.get(pk=consent.paper_id)
        assert (consent.purpose, consent.capacity, consent.channel) == (
            "processing",
            "patient",
            "web",
        )
        assert paper.kind == "consent_processing"
        assert consent.text_sha256 == paper.sha256
        assert "KARIMOVA AMINA" in paper.payload


def test_notices_the_same_person_typed_otherwise(way: Way) -> None:
    first = way.submit()
    second = way.submit(name_latin="amina Karimova", email="other@example.org")
    third = way.submit(name_latin="Amina Karimova", birth_date=dt.date(1980, 5, 18))

    assert first.duplicate_of_id is None
    assert second.duplicate_of_id == first.case_id
    assert third.duplicate_of_id is None


def test_turns_one_draft_into_one_case(way: Way) -> None:
    secret = services.new_secret()
    services.save_draft(secret=secret, step="need", answers={"words": "x"}, language="ru", now=NOON)
    opened = []
    for _ in range(2):
        with acting_as(VISITOR):
            draft = services.draft_for(secret, now=NOON, hold=True)
            once = services.submit(
                answers=answers(), origin=Origin.DIRECT, consented=True, draft=draft, now=NOON
            )
        opened.append(once)

    assert opened[0] == opened[1]
    assert rows(Case) == 1
    kept = services.draft_for(secret, now=NOON)
    assert kept is not None
    assert kept.answers == {}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("birth_date", {"birth_date": dt.date(2026, 11, 24)}),
        ("birth_date", {"birth_date": dt.date(1899, 12, 31)}),
        ("birth_date", {"birth_date": dt.date(2010, 1, 1)}),
        ("birth_date", {"whom": "child", "representative_name": "Fatima", "may_sign": True}),
        ("representative_name", {"whom": "dear", "may_sign": True}),
        ("may_sign", {"whom": "dear", "representative_name": "Fatima"}),
        ("name_latin", {"name_latin": "Амина"}),
        ("name_latin", {"name_latin": "A"}),
        ("name_original", {"name_original": "Амина\u202eexe"}),
        ("words", {"words": "болит"}),
        ("words", {"words": "а" * 10_001}),
        ("words", {"words": "Болит колено\u2066 очень сильно"}),
        ("words", {"words": "Болит колено\x00 очень сильно"}),
        ("diagnosis_code", {"diagnosis_code": "KNEE"}),
        ("wished_from", {"wished_from": dt.date(2026, 11, 22)}),
        ("wished_from", {"wished_from": dt.date(2031, 1, 1)}),
        (
            "wished_until",
            {"wished_from": dt.date(2026, 12, 2), "wished_until": dt.date(2026, 12, 1)},
        ),
        ("budget_amount", {"budget_amount": Decimal("1e20"), "budget_currency": "USD"}),
        ("budget_amount", {"budget_amount": Decimal(0), "budget_currency": "USD"}),
        ("budget_amount", {"budget_amount": Decimal("NaN"), "budget_currency": "USD"}),
        ("budget_currency", {"budget_amount": Decimal(100)}),
        (
            "stay_until",
            {"stay_from": dt.date(2026, 11, 2), "stay_until": dt.date(2026, 11, 1)},
        ),
        ("stay_document", {"purpose_of_arrival": "already_here"}),
        ("companions", {"companions": 11}),
        ("email", {"email": "amina@"}),
        ("phone", {"phone": "12345"}),
        ("languages", {"languages": ()}),
        ("citizenship", {"citizenship": "Uzbekistan"}),
        ("passport_number", {"passport_number": ""}),
    ],
)
def test_refuses_what_cannot_be_right_and_changes_nothing(
    field: str, changes: dict[str, Any], way: Way
) -> None:
    before = [rows(model) for model in (Case, Request, MedicalNeed, Patient, User, Grant)]

    with pytest.raises(Refusal) as refused:
        way.submit(**changes)

    assert refused.value.field == field
    assert [rows(m) for m in (Case, Request, MedicalNeed, Patient, User, Grant)] == before


def test_sends_a_clinics_own_request_to_that_clinic_alone(way: Way) -> None:
    petrova = way.world.actor("petrova")
    clinic = way.world.organisation("demo-ortho")
    with acting_as(petrova):
        opened = services.submit(
            answers=answers(phone="", languages=()),
            origin=Origin.PHONE,
            actor=petrova,
            desk_organisation_id=clinic,
            now=NOON,
        )

    assert way.as_seen_by("petrova", opened.public_id).desk_id == clinic
    with pytest.raises(NotVisible):
        way.as_seen_by("sokolova", opened.public_id)


@pytest.mark.parametrize("persona", ["mallory", "petrova", "mei", "orlova", "haddad"])
def test_lets_nobody_submit_in_an_agencys_name(persona: str, world: World) -> None:
    actor = world.actor(persona)
    with pytest.raises(NotVisible), acting_as(actor):
        services.submit(
            answers=answers(),
            origin=Origin.PARTNER,
            actor=actor,
            partner_id=world.organisation("silk-road-care"),
            now=NOON,
        )
    assert rows(Case) == 0


def test_keeps_drafts_for_thirty_days(world: World) -> None:
    secret = services.new_secret()
    services.save_draft(secret=secret, step="a", answers={"a": 1}, language="en", now=NOON)
    services.save_draft(secret=secret, step="b", answers={"b": 2}, language="en", now=NOON)

    kept = services.draft_for(secret, now=NOON + dt.timedelta(days=29))
    assert kept is not None
    assert kept.answers == {"a": 1, "b": 2}
    assert services.draft_for(secret, now=NOON + dt.timedelta(days=30)) is None
    assert services.draft_for("another", now=NOON) is None
    assert services.forget_expired(now=NOON + dt.timedelta(days=30)) == 1
