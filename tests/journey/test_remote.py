"""A second opinion is given from afar: no arrival, no kept place, no admission, no notices."""

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone, translation

from sanamost.commerce.billing.models import Refund
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.documents import services as documents
from sanamost.foundation.documents.models import Paper
from sanamost.foundation.events.waiting import answer_waiting
from sanamost.foundation.languages.errors import NotVisible
from sanamost.foundation.messaging.models import Notice
from sanamost.foundation.messaging.services import texts
from sanamost.jobs.world.walk import Walk, persona
from sanamost.journey.aftercare.models import FollowUp
from sanamost.journey.agreements import selectors as agreements
from sanamost.journey.agreements import services as agreement_services
from sanamost.journey.agreements.states import AgreementState, Termination
from sanamost.journey.bookings import services as bookings
from sanamost.journey.bookings.models import Booking, Hold
from sanamost.journey.cases.models import Case
from sanamost.journey.cases.states import PurposeOfArrival
from sanamost.journey.proposals import services as proposal_services
from sanamost.journey.proposals.models import Proposal
from sanamost.journey.requests.models import Verdict
from sanamost.journey.travel.models import AuthorityNotice, TravelPlan
from sanamost.journey.treatment import services as treatment
from sanamost.journey.treatment.models import Episode
from sanamost.journey.treatment.services.admission import NotPaid
from tests.foundation.documents.reading import squeezed, text_of
from tests.jobs.world.test_walk import amina
from tests.world import World, acting_as, system

pytestmark = pytest.mark.usefixtures("world")
SYSTEM = system("test")


def asked(language: str = "ru", *, ago: dt.timedelta = dt.timedelta()) -> Walk:
    answers = dataclasses.replace(
        amina(), purpose_of_arrival=PurposeOfArrival.REMOTE, language=language
    )
    return Walk(answers, "amina", timezone.now() - ago).ask().forward().review()


def case_of(walk: Walk) -> Case:
    return Case.objects.get(public_id=walk.case_id)


def stage(walk: Walk) -> str:
    with acting_as(SYSTEM):
        return case_of(walk).stage


def told_of(walk: Walk) -> dict[str, str]:
    """The kinds of notices that the case has brought, with their words."""
    with acting_as(SYSTEM), translation.override("en"):
        told = Notice.objects.filter(case=case_of(walk))
        return {notice.kind: " ".join(texts(notice, "en")) for notice in told}


def contract_of(actor: Actor, walk: Walk) -> Any:
    return agreements.agreement_of_case(actor, Case.objects.get(public_id=walk.case_id))


def test_goes_from_the_request_to_its_end_by_the_services() -> None:
    walk = asked()

    stages = [stage(walk.propose()), stage(walk.accept()), stage(walk.agree()), stage(walk.pay())]
    stages += [stage(walk.admit()), stage(walk.do_all().discharge())]
    stages += [stage(walk.bill().pay()), stage(walk.close())]

    assert stages == [
        *("choosing", "agreeing", "preparing", "preparing", "in_treatment"),
        *("recovering", "recovering", "closed"),
    ]
    with acting_as(SYSTEM):
        case = case_of(walk)
        assert {"settled", "closed"} <= set(case.facts)
        assert not {"booked", "travelling"} & set(case.facts)
        for nothing in (Hold, Booking, TravelPlan, AuthorityNotice, FollowUp):
            assert not nothing.objects.filter(case_id=case.pk).exists(), nothing
        assert Episode.objects.get(case_id=case.pk).booking_id is None
        kinds = set(Paper.objects.filter(case_id=case.pk).values_list("kind", flat=True))
        assert {"proposal", "contract", "remote_opinion", "act_of_services"} <= kinds
        assert not {"discharge_extract", "invitation_sheet", "arrival_notice"} & kinds


@pytest.mark.parametrize(
    ("language", "promised", "title"),
    [
        ("en", "within 8 days of the payment", "Proposal for a remote review"),
        ("ru", "в течение 8 дней после оплаты", "Предложение о дистанционном заключении"),
        ("zh-hans", "付款后 8 天内", "远程会诊方案"),
        ("ar", "في غضون 8 أيام من السداد", ""),  # a PDF gives Arabic letters in their shapes
    ],
)
def test_has_a_proposal_that_speaks_of_no_arrival(language: str, promised: str, title: str) -> None:
    walk = asked(language).propose()
    with acting_as(SYSTEM):
        proposal = Proposal.objects.get(case=case_of(walk))
        paper = proposal.paper
        assert paper is not None
        assert proposal.arrives_on is None
        assert paper.template_version == "v2"
        assert promised in json.loads(paper.payload)["ready"].values()
        said = squeezed(text_of(documents.pdf(paper, language)))
    assert squeezed(title) in said
    assert squeezed("Предлагаемые даты") not in said
    assert squeezed("на очном осмотре") not in said


def test_has_a_contract_with_a_term_and_no_days_of_a_stay() -> None:
    walk = asked("en").propose().accept().agree()
    with acting_as(SYSTEM):
        paper = Paper.objects.get(case=case_of(walk), kind="contract")
        said = squeezed(text_of(documents.pdf(paper, "en")))
    for words in ("не более 8", "без присутствия пациента", "до начала работы врача"):
        assert squeezed(words) in said
    for words in ("до приезда", "для въезда и пребывания", "period of treatment"):
        assert squeezed(words) not in said


def test_begins_only_when_the_deposit_is_paid_and_only_once() -> None:
    walk = asked().propose().accept().agree()
    actor = persona("petrova")
    with acting_as(actor), pytest.raises(NotPaid):
        treatment.begin_remote(actor=actor, agreement=contract_of(actor, walk), now=walk.now)
    walk.pay().admit()
    with acting_as(SYSTEM):
        assert Episode.objects.filter(case=case_of(walk)).count() == 1


def test_is_not_begun_where_the_patient_travels() -> None:
    walk = Walk(amina(), "amina", timezone.now()).ask().forward().review().propose().accept()
    walk.agree().pay()
    actor = persona("petrova")
    with acting_as(actor), pytest.raises(NotVisible):
        treatment.begin_remote(actor=actor, agreement=contract_of(actor, walk), now=walk.now)


def test_gives_everything_back_to_whoever_cancels_before_the_doctor_begins() -> None:
    walk = asked().propose().accept().agree().pay()
    patient = persona("amina")
    with acting_as(patient):
        row = agreement_services.terminate(
            actor=patient,
            agreement=contract_of(patient, walk),
            reason=Termination.PATIENT,
            now=walk.now + dt.timedelta(hours=1),
        )
        assert row.state == AgreementState.TERMINATED
    with acting_as(SYSTEM):
        (refund,) = Refund.objects.filter(case=case_of(walk))
        assert refund.amount == row.deposit


def test_has_a_verdict_without_days_of_a_stay() -> None:
    walk = asked()
    assert walk.stay_days
    with acting_as(SYSTEM):
        assert Verdict.objects.get(case=case_of(walk)).stay_days == 0


def test_tells_of_a_declined_proposal_and_of_no_place() -> None:
    walk = asked().propose()
    patient = persona("amina")
    with acting_as(patient):
        (proposal,) = walk.proposals.values()
        proposal_services.decline(actor=patient, proposal=proposal, now=walk.now)
    answer_waiting()
    told = told_of(walk)
    assert "proposals.declined_remote" in told
    assert not [words for words in told.values() if "place" in words]


def test_tells_of_a_proposal_that_nobody_answered_and_of_no_place() -> None:
    walk = asked(ago=dt.timedelta(days=30)).propose()
    assert proposal_services.expire_due(now=timezone.now()) == 1
    answer_waiting()
    told = told_of(walk)
    assert "proposals.expired_clinic_remote" in told
    assert not [words for words in told.values() if "place" in words]


def test_tells_a_clinic_whose_patient_would_travel_that_the_place_is_free() -> None:
    walk = Walk(amina(), "amina", timezone.now()).ask().forward().review().propose()
    patient = persona("amina")
    with acting_as(patient):
        (proposal,) = walk.proposals.values()
        proposal_services.decline(actor=patient, proposal=proposal, now=walk.now)
    answer_waiting()
    assert "place held for it is free" in told_of(walk)["proposals.declined"]


def test_waits_for_no_place() -> None:
    walk = asked().propose()
    coordinator, today = persona("petrova"), timezone.now().date()
    (proposal,) = walk.proposals.values()
    with acting_as(coordinator), pytest.raises(bookings.CannotWait):
        bookings.wait(
            actor=coordinator,
            proposal=proposal,
            first_on=today + dt.timedelta(days=2),
            last_on=today + dt.timedelta(days=9),
            now=timezone.now(),
        )


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans", "ar"])
def test_names_its_stages_by_what_happens(language: str, world: World) -> None:
    walk = asked().propose().accept().agree().pay().admit()
    with acting_as(SYSTEM), translation.override(language):
        case = case_of(walk)
        assert case.stage_words != str(case.get_stage_display())
