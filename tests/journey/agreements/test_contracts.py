"""A contract …"""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from sanamost.foundation.documents import services as documents
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.agreements import services
from sanamost.journey.agreements.models import Agreement, Signature
from sanamost.journey.agreements.policies import NotForYou
from sanamost.journey.agreements.services import (
    AlreadyIssued,
    BadIdentity,
    NoRightToSign,
    ProofNeeded,
    RepresentativeNeeded,
    SamePerson,
    SomethingMissing,
    TreatmentBegun,
)
from sanamost.journey.agreements.states import AgreementState, Capacity, Termination
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.models import Case
from sanamost.journey.cases.states import Fact, Payer, Stage
from sanamost.registry.organisations.models import Organisation
from sanamost.registry.patients.states import ConsentPurpose
from tests.journey.agreed import IDENTITY, Agreed, agreed
from tests.world import NOON, Role, World, acting_as, system

CHILD = dt.date(2016, 9, 21)


@pytest.fixture
def done(world: World) -> Agreed:
    """A draft with nothing filled in yet."""
    return agreed(world)


def state_of(done: Agreed) -> str:
    return str(done.now_is().state)


def lacking(done: Agreed) -> set[str]:
    """What the checklist says is missing for the issue."""
    with acting_as(done.coordinator):
        items = services.checklist(actor=done.coordinator, agreement=done.agreement, now=NOON)
    return {item.code for item in items if not item.ok and item.gate == "issue"}


def test_lacks_at_first_what_only_the_patient_knows(done: Agreed) -> None:
    assert lacking(done) == {"passport", "address", "phone", "consent_processing"}
    done.ready()
    assert lacking(done) == set()


CLINIC_ITEMS: dict[str, dict[str, Any]] = {
    "provider": {"ogrn": ""},
    "licence": {"licence": {"number": "Л041", "issued_on": "2021-03-15"}},
    "signatory": {"signatory": {"name": "Волков"}},
    "complaints": {"email": ""},
}
PATIENT_ITEMS: dict[str, dict[str, Any]] = {
    "patient_name": {"name_latin": ""},
    "passport": {"passport_valid_until": dt.date(2027, 1, 20)},  # before the stay ends
    "address": {"address": ""},
    "phone": {"phone": ""},
}
PROPOSAL_ITEMS: dict[str, dict[str, Any]] = {"dates": {"arrives_on": None}}


@pytest.mark.parametrize("code", [*CLINIC_ITEMS, *PATIENT_ITEMS, *PROPOSAL_ITEMS])
def test_is_not_issued_while_an_item_is_missing(code: str, done: Agreed) -> None:
    done.ready()
    clinic = Organisation.objects.get(pk=done.agreement.organisation_id)
    for items, row in (
        (CLINIC_ITEMS, clinic),
        (PATIENT_ITEMS, done.patient),
        (PROPOSAL_ITEMS, done.proposal),
    ):
        if code in items:
            done.change(row, **items[code])
    with pytest.raises(SomethingMissing) as refused:
        done.issued()
    assert [item.code for item in refused.value.items] == [code]
    assert str(refused.value.items[0].words) in refused.value.text
    assert state_of(done) == AgreementState.DRAFT
    assert done.now_is().contract is None


def test_is_not_issued_without_services_that_add_up(done: Agreed) -> None:
    done.ready()
    with acting_as(system("test")):
        done.proposal.lines.filter(position=2).delete()
    assert lacking(done) == {"price"}
    with acting_as(system("test")):
        done.proposal.lines.all().delete()
    assert lacking(done) == {"services", "price"}


def test_is_not_issued_without_who_pays_where_it_is_not_the_patient(world: World) -> None:
    done = agreed(world, payer=Payer.INSURER).ready()
    assert lacking(done) == {"customer"}
    with acting_as(done.coordinator):
        services.set_customer(
            actor=done.coordinator,
            agreement=done.agreement,
            name="Gulf Shield Insurance",
            address="Dubai, 1 Example Street",
            registration="AE-0001",
            now=NOON,
        )
    done.issued()
    paper = done.now_is().contract
    assert paper is not None
    assert "Gulf Shield Insurance" in paper.payload


def test_of_somebody_already_here_names_the_document_of_stay(done: Agreed) -> None:
    done.ready()
    done.change(done.case, purpose_of_arrival="already_here")
    assert lacking(done) == {"stay"}
    done.identify(
        stay_document="visa_free",
        stay_from=dt.date(2026, 10, 1),
        stay_until=dt.date(2026, 12, 29),
    )
    assert lacking(done) == set()


def test_is_not_issued_without_the_transfer_abroad_where_a_foreign_partner_reads(
    world: World,
) -> None:
    done = agreed(world, partner="silk-road-care").ready()
    assert lacking(done) == set()
    done.consent(ConsentPurpose.DISCLOSURE)
    assert lacking(done) == {"consent_cross_border"}
    done.consent(ConsentPurpose.CROSS_BORDER)
    assert lacking(done) == set()


@pytest.mark.parametrize(
    ("day", "rules"),
    [(dt.datetime(2026, 8, 31, 12, tzinfo=dt.UTC), "736"), (NOON, "659")],
)
def test_stands_under_the_rules_of_its_day(day: dt.datetime, rules: str, done: Agreed) -> None:
    done.ready().issued(now=day)
    issued = done.now_is()
    assert issued.contract is not None
    assert (issued.rule_set, issued.contract.rule_set) == (rules, rules)


def test_changes_its_rules_at_midnight_of_the_clinic(done: Agreed) -> None:
    # 14:00 UTC of 31 August is midnight of 1 September in Vladivostok.
    done.ready().issued(now=dt.datetime(2026, 8, 31, 14, tzinfo=dt.UTC))
    assert done.now_is().rule_set == "659"


def test_is_numbered_without_gaps(world: World) -> None:
    numbers = []
    for _ in range(3):
        done = agreed(world).ready()
        with pytest.raises(SomethingMissing):
            agreed(world).issued()  # refused: takes no number
        numbers.append(done.issued().now_is().number)
    assert numbers == ["D-2026-00001", "D-2026-00002", "D-2026-00003"]


def test_draws_as_a_paper_in_four_languages(done: Agreed) -> None:
    done.ready().issued()
    contract = done.now_is().contract
    assert contract is not None
    for language in ("ru", "en", "zh", "ar"):
        assert documents.pdf(contract, language).startswith(b"%PDF")


def test_is_previewed_without_being_kept(done: Agreed) -> None:
    done.ready()
    with acting_as(done.coordinator):
        drawn = services.preview(
            actor=done.coordinator, agreement=done.now_is(), language="en", now=NOON
        )
    assert drawn.startswith(b"%PDF")
    assert state_of(done) == AgreementState.DRAFT


@pytest.mark.parametrize("persona", ["orlova", "sidorov"])
def test_is_issued_only_by_officers_and_coordinators(persona: str, done: Agreed) -> None:
    done.ready()
    actor = done.world.actor(persona)
    with pytest.raises(NotForYou), acting_as(actor):
        services.issue(actor=actor, agreement=done.agreement.public_id, now=NOON)


@pytest.mark.parametrize("persona", ["belova", "gromov", "mallory", "karim", "amina"])
def test_is_not_issued_by_others(persona: str, done: Agreed) -> None:
    done.ready()
    actor = done.world.actor(persona)
    with pytest.raises(NotVisible), acting_as(actor):
        services.issue(actor=actor, agreement=done.agreement.public_id, now=NOON)
    assert state_of(done) == AgreementState.DRAFT


def test_is_frozen_once_issued(done: Agreed) -> None:
    done.ready().issued()
    row = done.now_is()
    assert row.contract is not None
    before = row.contract.sha256
    for changes in (
        {"total": 1},
        {"deposit": 1},
        {"number": "D-1"},
        {"customer": {"name": "Other"}},
        {"rule_set": "736"},
    ):
        with pytest.raises(DatabaseError), acting_as(system("test")), transaction.atomic():
            Agreement.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(DatabaseError), acting_as(system("test")), transaction.atomic():
        type(row.contract).objects.filter(pk=row.contract.pk).update(payload="{}")
    after = done.now_is()
    assert after.contract is not None
    assert (after.number, after.total) == (row.number, row.total)
    assert after.contract.sha256 == before


def test_is_not_signed_before_the_notice_is_read(done: Agreed) -> None:
    done.ready().issued()
    with pytest.raises(SomethingMissing) as refused:
        done.signed()
    assert [item.code for item in refused.value.items] == ["notice_read"]
    done.read().signed()
    assert state_of(done) == AgreementState.SIGNED


def test_is_not_signed_without_a_fresh_proof(done: Agreed) -> None:
    done.ready().issued().read()
    with pytest.raises(ProofNeeded), acting_as(done.side):
        services.sign(actor=done.side, agreement=done.agreement, fresh=False, now=NOON)
    assert state_of(done) == AgreementState.ISSUED
    with acting_as(system("test")):
        assert not Signature.objects.filter(agreement=done.agreement).exists()


def test_is_not_signed_before_it_is_issued(done: Agreed) -> None:
    done.ready()
    with pytest.raises(MoveNotAllowed):
        done.signed()


def test_is_not_signed_once_the_processing_consent_is_gone(done: Agreed) -> None:
    done.ready().issued().read()
    consent = done.consent()
    done.change(consent, withdrawn_at=NOON)
    with pytest.raises(SomethingMissing) as refused:
        done.signed()
    assert [item.code for item in refused.value.items] == ["consent_processing"]


def test_keeps_whose_hand_signed_which_text(done: Agreed) -> None:
    done.in_force()
    row = done.now_is()
    assert row.contract is not None
    with acting_as(system("test")):
        kept = list(Signature.objects.filter(agreement=row).order_by("at", "pk"))
    assert [(s.capacity, s.user_id) for s in kept] == [
        (Capacity.PATIENT, done.side.user_id),
        (Capacity.CLINIC, done.officer.user_id),
    ]
    assert {s.paper_sha256 for s in kept} == {row.contract.sha256}


def test_of_a_child_is_signed_by_the_representative(world: World) -> None:
    done = agreed(world, side="fatima", born_on=CHILD, language="ar", companion=True)
    assert "representative" in lacking(done)
    done.in_force()
    with acting_as(system("test")):
        kept = Signature.objects.get(agreement=done.agreement, user_id=done.side.user_id or 0)
    assert kept.capacity == Capacity.REPRESENTATIVE


def test_of_a_child_is_not_signed_by_the_child(world: World) -> None:
    done = agreed(world, side="amina", born_on=CHILD)
    fatima = world.actor("fatima")
    assert fatima.user_id is not None
    with acting_as(system("test")):
        cases.add_participant(
            case_id=done.case.pk,
            user_id=fatima.user_id,
            role=Role.COMPANION,
            represents=True,
            relation="mother",
            now=NOON,
        )
    done.identify(representative_name="AL-SAYED FATIMA", representative_relation="mother")
    with acting_as(fatima):
        services.give_consent(
            actor=fatima,
            agreement=done.agreement,
            purpose=ConsentPurpose.PROCESSING,
            now=NOON,
        )
    done.issued().read()
    with pytest.raises(RepresentativeNeeded):
        done.signed()
    with acting_as(fatima):
        services.sign(actor=fatima, agreement=done.agreement, fresh=True, now=NOON)
    assert state_of(done) == AgreementState.SIGNED


def test_goes_by_the_age_on_the_day_of_signing(world: World) -> None:
    birthday = dt.date(2008, 11, 23)  # 18 on the day, by the clinic's clock
    done = agreed(world, born_on=birthday).ready().issued().read().signed()
    assert state_of(done) == AgreementState.SIGNED


def test_is_not_signed_by_a_companion_without_the_right(done: Agreed) -> None:
    done.ready().issued().read()
    fatima = done.world.actor("fatima")
    assert fatima.user_id is not None
    with acting_as(system("test")):
        cases.add_participant(
            case_id=done.case.pk, user_id=fatima.user_id, role=Role.COMPANION, now=NOON
        )
    with pytest.raises(NoRightToSign), acting_as(fatima):
        services.sign(actor=fatima, agreement=done.agreement, fresh=True, now=NOON)
    assert state_of(done) == AgreementState.ISSUED


def test_is_not_countersigned_before_the_patient(done: Agreed) -> None:
    done.ready().issued()
    with pytest.raises(MoveNotAllowed), acting_as(done.officer):
        services.countersign(actor=done.officer, agreement=done.agreement, fresh=True, now=NOON)


def test_is_not_countersigned_by_whoever_is_on_the_patients_side(done: Agreed) -> None:
    done.ready().issued().read().signed()
    assert done.officer.user_id is not None
    with acting_as(system("test")):
        cases.add_participant(
            case_id=done.case.pk, user_id=done.officer.user_id, role=Role.COMPANION, now=NOON
        )
    with pytest.raises(SamePerson), acting_as(done.officer):
        services.countersign(actor=done.officer, agreement=done.agreement, fresh=True, now=NOON)
    assert state_of(done) == AgreementState.SIGNED


def test_is_countersigned_only_by_an_officer_with_a_fresh_proof(done: Agreed) -> None:
    done.ready().issued().read().signed()
    with pytest.raises(NotForYou), acting_as(done.coordinator):
        services.countersign(actor=done.coordinator, agreement=done.agreement, fresh=True, now=NOON)
    with pytest.raises(ProofNeeded), acting_as(done.officer):
        services.countersign(actor=done.officer, agreement=done.agreement, fresh=False, now=NOON)
    assert state_of(done) == AgreementState.SIGNED


def test_in_force_moves_the_case_on(done: Agreed) -> None:
    done.in_force()
    with acting_as(system("test")):
        case = Case.objects.get(pk=done.case.pk)
    assert Fact.IN_FORCE in case.facts
    assert case.stage == Stage.PREPARING


def test_is_ended_by_the_patient_and_the_case_with_it(done: Agreed) -> None:
    done.in_force()
    with pytest.raises(NotVisible), acting_as(done.side):
        services.terminate(
            actor=done.side, agreement=done.agreement, reason=Termination.CLINIC, now=NOON
        )
    with acting_as(done.side):
        services.terminate(
            actor=done.side, agreement=done.agreement, reason=Termination.PATIENT, now=NOON
        )
    assert (state_of(done), done.now_is().end_reason) == ("terminated", "patient")
    with acting_as(system("test")):
        assert Case.objects.get(pk=done.case.pk).stage == Stage.ENDED_EARLY


def test_is_not_ended_like_that_once_treatment_has_begun(done: Agreed) -> None:
    done.in_force()
    with acting_as(system("test")):
        cases.establish(case_id=done.case.pk, fact=Fact.ADMITTED, now=NOON)
    with pytest.raises(TreatmentBegun), acting_as(done.coordinator):
        services.terminate(
            actor=done.coordinator, agreement=done.agreement, reason=Termination.CLINIC, now=NOON
        )
    assert state_of(done) == AgreementState.IN_FORCE


def test_takes_no_other_identity_once_issued(done: Agreed) -> None:
    done.ready().issued()
    with pytest.raises(AlreadyIssued):
        done.identify(passport_number="BB 1111111")
    assert done.patient.passport_number == IDENTITY["passport_number"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("passport_number", "x"),
        ("passport_number", "A" * 60),
        ("passport_number", "<script>"),
        ("passport_valid_until", dt.date(2026, 11, 23)),
        ("address", "here"),
        ("phone", "call me"),
        ("stay_document", "teleport"),
    ],
)
def test_refuses_an_identity_that_cannot_be_meant(field: str, value: object, done: Agreed) -> None:
    with pytest.raises(BadIdentity) as refused:
        done.identify(**{field: value})
    assert refused.value.field == field
    assert done.patient.passport_number == ""


def test_is_drafted_once_from_a_proposal(done: Agreed) -> None:
    with acting_as(system("test")):
        again = services.draft_from(proposal=done.proposal, now=NOON)
    assert again.pk == done.agreement.pk
