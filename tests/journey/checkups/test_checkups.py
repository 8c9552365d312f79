"""A check-up of a case …"""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sanamost.foundation.audit.models import Entry
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.checkups import selectors, services
from sanamost.journey.checkups.models import Checkup, Edit
from sanamost.journey.checkups.policies import NotYourTask
from sanamost.journey.checkups.services import (
    AlreadySo,
    EditReasonMissing,
    ExaminationUnknown,
    Told,
)
from sanamost.journey.proposals import services as proposals
from sanamost.journey.proposals.models import Line
from sanamost.journey.proposals.policies import NotYourTask as NotTheirProposal
from sanamost.journey.proposals.services import LineAsked
from sanamost.journey.requests.models import Request
from sanamost.registry.catalogue import services as catalogue
from sanamost.registry.catalogue.services import PriceRow, ServiceFacts
from sanamost.registry.catalogue.states import PatientGroup
from tests.journey.referred import Referred, open_case, refer
from tests.world import NOON, Actor, World, acting_as, system

ANSWERS = {
    "family": frozenset({"colorectal"}),
    "smoking": frozenset({"never"}),
    "pregnancy": frozenset({"no"}),
}
TOLD = Told(age=52, sex="female", answers=ANSWERS, unwanted=frozenset({"mammography"}))


@pytest.fixture
def referred(world: World) -> Referred:
    """Amina's case, accepted at the orthopaedic centre."""
    return refer(world, open_case(world))


@pytest.fixture
def checkup(referred: Referred) -> Checkup:
    """Her check-up."""
    with acting_as(system("test")):
        asked = Request.objects.get(case=referred.case).public_id
        return services.attach(
            case_id=referred.case.pk, request_public_id=asked, told=TOLD, now=NOON
        )


def standing(actor: Actor, checkup: Checkup) -> list[str]:
    with acting_as(actor):
        rows = selectors.for_clinic(actor, checkup, actor.organisation_id or 0)
        return [one.code for one in rows if one.stands]


def refused(actor: Actor, why: type[Exception], act: Callable[..., Any], **asked: Any) -> None:
    with pytest.raises(why), acting_as(actor):
        act(actor=actor, now=NOON, **asked)
    with acting_as(system("test")):
        assert not Edit.objects.exists()


def test_keeps_what_was_proposed_with_the_rules_and_words_of_its_day(checkup: Checkup) -> None:
    codes = [one["code"] for one in checkup.items]

    assert checkup.rules_version == "2026-11-22"
    assert {"physician", "colonoscopy", "mammography"} <= set(codes)
    assert "stool" in [one["code"] for one in checkup.dropped]
    assert [one["code"] for one in checkup.items if not one["wanted"]] == ["mammography"]
    assert all(one["reasons"] for one in checkup.items)
    assert checkup.told[0]["chosen"][0]["en"] == "Cancer of the bowel"


def test_comes_once_with_a_request_and_never_changes(referred: Referred, checkup: Checkup) -> None:
    with acting_as(system("test")):
        request = Request.objects.get(case=referred.case)
        with pytest.raises(DatabaseError), transaction.atomic():
            services.attach(
                case_id=referred.case.pk, request_public_id=request.public_id, told=TOLD, now=NOON
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            Checkup.objects.filter(pk=checkup.pk).update(age=20)


def test_is_changed_by_the_clinics_physician_with_a_reason(
    referred: Referred, checkup: Checkup
) -> None:
    doctor = referred.physician
    with acting_as(doctor):
        services.remove(
            actor=doctor, checkup=checkup, item="colonoscopy", reason=" Done last month. ", now=NOON
        )
        services.add(actor=doctor, checkup=checkup, item="bones", reason="Knee pain.", now=NOON)
        services.add(
            actor=doctor, checkup=checkup, service_code="con-1", reason="Our surgeon.", now=NOON
        )
        services.add(
            actor=doctor, checkup=checkup, item="mammography", reason="She agrees.", now=NOON
        )

    found = standing(doctor, checkup)
    assert "colonoscopy" not in found
    assert {"bones", "mammography", referred.services["CON-1"]} <= set(found)
    with acting_as(system("test")):
        first = Edit.objects.order_by("pk").first()
        assert first is not None
        assert first.reason == "Done last month."
        actions = Entry.objects.filter(action__startswith="checkups.item").count()
    assert actions == 4


def test_takes_the_last_word_on_an_examination(referred: Referred, checkup: Checkup) -> None:
    doctor = referred.physician
    with acting_as(doctor):
        services.remove(actor=doctor, checkup=checkup, item="glucose", reason="Known.", now=NOON)
        services.add(actor=doctor, checkup=checkup, item="glucose", reason="Old result.", now=NOON)

    assert "glucose" in standing(doctor, checkup)


def test_refuses_silence_the_unknown_and_what_is_so_already(
    referred: Referred, checkup: Checkup
) -> None:
    doctor, one = referred.physician, {"checkup": checkup}

    refused(doctor, EditReasonMissing, services.remove, **one, item="glucose", reason=" ")
    refused(doctor, ExaminationUnknown, services.remove, **one, item="moon", reason="Why not")
    refused(doctor, ExaminationUnknown, services.add, **one, item="moon", reason="Why not")
    refused(doctor, ExaminationUnknown, services.add, **one, service_code="CON", reason="Why")
    refused(doctor, ExaminationUnknown, services.add, **one, reason="Why not")
    refused(doctor, AlreadySo, services.add, **one, item="glucose", reason="Why not")
    refused(doctor, AlreadySo, services.remove, **one, item="mammography", reason="Why not")


def test_is_no_coordinators_and_no_rivals_to_change(
    world: World, referred: Referred, checkup: Checkup
) -> None:
    asked = {"item": "glucose", "reason": "Why not"}

    refused(referred.coordinator, NotYourTask, services.remove, checkup=checkup, **asked)
    rival = world.actor("saidov")
    refused(rival, NotVisible, services.remove, checkup=checkup.public_id, **asked)
    refused(referred.patient, NotVisible, services.remove, checkup=checkup, **asked)


def test_is_seen_by_who_has_the_clinical_class_alone(
    world: World, referred: Referred, checkup: Checkup
) -> None:
    def seen(actor: Actor) -> bool:
        with acting_as(actor):
            return selectors.checkup_of(actor, referred.case.pk) is not None

    assert [seen(a) for a in (referred.physician, referred.coordinator, referred.patient)] == [
        True,
        True,
        True,
    ]
    strangers = [world.actor(code) for code in ("saidov", "mallory", "karim", "lee", "zhang-wei")]
    assert not any(seen(actor) for actor in [referred.finance, *strangers])


def test_hides_one_clinics_changes_from_another(
    world: World, referred: Referred, checkup: Checkup
) -> None:
    with acting_as(referred.physician):
        services.remove(
            actor=referred.physician, checkup=checkup, item="glucose", reason="Known.", now=NOON
        )
    other = refer(world, referred.case, "demo-heart").physician

    with acting_as(other):
        assert selectors.edits_of(other, checkup) == []
    assert "glucose" in standing(other, checkup)
    with acting_as(referred.patient):
        assert len(selectors.edits_of(referred.patient, checkup)) == 1


class TestProposal:
    """Its examinations become lines …"""

    @pytest.fixture
    def heart(self, world: World, referred: Referred, checkup: Checkup) -> Referred:
        """The case before the heart hospital, whose newer list holds some of it."""
        made = refer(world, referred.case, "demo-heart")
        rows = {"A": "B01.047.001", "B": "A03.18.001", "C": "A05.10.006", "D": "A09.05.023"}
        rows |= {"E": "A06.20.004"}
        codes = [*rows, "CON-1", "SRV-1"]
        with acting_as(system("test")):
            catalogue.enter_services(
                organisation_id=world.organisation("demo-heart"),
                rows=[
                    ServiceFacts(
                        code=code, nomenclature_code=official, names={}, kind="diagnostics"
                    )
                    for code, official in rows.items()
                ],
            )
            catalogue.publish_price_list(
                organisation_id=world.organisation("demo-heart"),
                number="2",
                valid_from=dt.date(2026, 2, 1),
                prices=[PriceRow(code, PatientGroup.FOREIGN, Decimal(1000)) for code in codes],
            )
        return made

    def test_of_the_price_list_in_force_and_names_what_it_lacks(
        self, heart: Referred, checkup: Checkup
    ) -> None:
        clerk, doctor = heart.coordinator, heart.physician
        with acting_as(doctor):
            services.remove(
                actor=doctor, checkup=checkup, item="glucose", reason="Known.", now=NOON
            )
            services.add(
                actor=doctor, checkup=checkup, service_code="CON-1", reason="Surgeon.", now=NOON
            )
        with acting_as(clerk):
            made = proposals.start(actor=clerk, referral=heart.referral, now=NOON)
            proposals.set_lines(
                actor=clerk,
                proposal=made,
                rows=[LineAsked(service=heart.services["SRV-1"], quantity=Decimal(3))],
                now=NOON,
            )
            taken = proposals.take_over_checkup(actor=clerk, proposal=made, now=NOON)
            again = proposals.take_over_checkup(actor=clerk, proposal=made, now=NOON)
        with acting_as(system("test")):
            lines = list(Line.objects.filter(proposal=made).order_by("position"))

        assert lines[0].quantity == 3
        assert {line.unit_price for line in lines} == {Decimal(1000)}
        codes = [line.nomenclature_code for line in lines]
        assert {"A03.18.001", "B01.047.001", "A05.10.006"} <= set(codes)
        assert not {"A09.05.023", "A06.20.004"} & set(codes)  # taken out, ticked off
        assert len(lines) == 1 + len(taken.fresh)
        assert heart.services["CON-1"] in taken.fresh
        assert again.fresh == ()
        assert again.there == len(taken.fresh)

    def test_only_by_a_coordinator_of_the_clinic(self, heart: Referred, checkup: Checkup) -> None:
        with acting_as(heart.coordinator):
            made = proposals.start(actor=heart.coordinator, referral=heart.referral, now=NOON)
        for actor in (heart.finance, heart.physician):
            with pytest.raises(NotTheirProposal), acting_as(actor):
                proposals.take_over_checkup(actor=actor, proposal=made, now=NOON)
        with acting_as(system("test")):
            assert not Line.objects.filter(proposal=made).exists()

    def test_in_a_number_of_queries_that_does_not_grow(
        self, heart: Referred, checkup: Checkup
    ) -> None:
        clerk = heart.coordinator
        with acting_as(clerk):
            made = proposals.start(actor=clerk, referral=heart.referral, now=NOON)
            with CaptureQueriesContext(connection) as queries:
                proposals.checkup_lines(clerk, made, day=NOON.date())
        assert len(queries) <= 5
