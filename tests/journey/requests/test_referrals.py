"""A referral before its clinic."""

import pytest

from sanamost.foundation.access.models import Grant
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.cases.models import Case, Clock
from sanamost.journey.cases.states import Stage
from sanamost.journey.requests import selectors, services
from sanamost.journey.requests.models import DataNeed, Referral, Request, Verdict
from sanamost.journey.requests.states import DeclineReason, Outcome, ReferralState, RequestState
from tests.journey.requests.conftest import Way
from tests.world import NOON, acting_as, system

WORDS = "Replacement of the right knee is indicated."


def state(referral: Referral) -> str:
    with acting_as(system("test")):
        return Referral.objects.get(pk=referral.pk).state


def own(way: Way, persona: str, referral: Referral) -> Referral:
    actor = way.world.actor(persona)
    with acting_as(actor):
        return selectors.access_referral(actor, referral.public_id)


def judge(way: Way, persona: str, referral: Referral, outcome: Outcome, **more: object) -> None:
    actor = way.world.actor(persona)
    with acting_as(actor):
        services.give_verdict(
            actor=actor,
            referral=selectors.access_referral(actor, referral.public_id),
            outcome=outcome,
            conclusion=WORDS,
            language="en",
            now=NOON,
            **more,  # type: ignore[arg-type]  # options by name
        )


def grants(code: str, way: Way, referral: Referral) -> int:
    with acting_as(system("test")):
        return Grant.objects.filter(
            case_id=referral.case_id,
            organisation_id=way.world.organisation(code),
            revoked_at__isnull=True,
        ).count()


def running(referral: Referral) -> set[str]:
    with acting_as(system("test")):
        rows = Clock.objects.filter(subject=referral.public_id, done_at__isnull=True)
        return {clock.kind for clock in rows}


def test_is_read_and_put_before_a_physician(way: Way) -> None:
    ortho, _heart = way.forwarded()
    petrova, orlova = way.world.actor("petrova"), way.world.actor("orlova")
    with acting_as(petrova):
        referral = selectors.access_referral(petrova, ortho.public_id)
        services.read_referral(actor=petrova, referral=referral, now=NOON)
        services.read_referral(actor=petrova, referral=referral, now=NOON)
        services.start_review(
            actor=petrova, referral=referral, physician_id=orlova.user_id, now=NOON
        )
    assert state(ortho) == ReferralState.IN_REVIEW


def test_goes_to_physicians_of_its_own_clinic_alone(way: Way) -> None:
    ortho, _heart = way.forwarded()
    petrova = way.world.actor("petrova")
    for stranger in ("saidov", "sidorov"):
        with pytest.raises(Refusal) as refused, acting_as(petrova):
            services.start_review(
                actor=petrova,
                referral=selectors.access_referral(petrova, ortho.public_id),
                physician_id=way.world.actor(stranger).user_id,
                now=NOON,
            )
        assert refused.value.code == "not_a_physician"
    assert state(ortho) == ReferralState.NEW


def test_makes_a_proposal_due_when_accepted(way: Way) -> None:
    ortho, heart = way.forwarded()
    judge(way, "orlova", ortho, Outcome.ACCEPT, stay_days=10)

    assert (state(ortho), running(ortho)) == (ReferralState.ACCEPTED, {"proposal"})
    assert (state(heart), running(heart)) == (ReferralState.NEW, {"verdict"})
    for persona, sees in (("amina", 1), ("sokolova", 1), ("petrova", 1), ("belova", 0)):
        actor = way.world.actor(persona)
        with acting_as(actor):
            assert len(selectors.verdicts_of(actor, ortho.request.case)) == sees


@pytest.mark.parametrize("persona", ["petrova", "sidorov", "volkov"])
def test_gets_its_verdict_from_a_physician_alone(persona: str, way: Way) -> None:
    ortho, _heart = way.forwarded()
    with pytest.raises(Refusal):
        judge(way, persona, ortho, Outcome.ACCEPT)
    assert state(ortho) == ReferralState.NEW


def test_is_not_there_for_another_clinics_physician(way: Way) -> None:
    ortho, _heart = way.forwarded()
    with pytest.raises(NotVisible):
        judge(way, "saidov", ortho, Outcome.ACCEPT)


@pytest.mark.parametrize(
    ("outcome", "more", "field"),
    [
        (Outcome.DECLINE, {}, "decline_reason"),
        (Outcome.NEED_DATA, {}, "questions"),
        (Outcome.NEED_DATA, {"questions": ["", " "]}, "questions"),
        (Outcome.ACCEPT, {"stay_days": 400}, "stay_days"),
    ],
)
def test_refuses_a_verdict_that_says_too_little(
    outcome: Outcome, more: dict[str, object], field: str, way: Way
) -> None:
    ortho, _heart = way.forwarded()
    with pytest.raises(Refusal) as refused:
        judge(way, "orlova", ortho, outcome, **more)
    assert refused.value.field == field
    with acting_as(system("test")):
        assert (Verdict.objects.count(), DataNeed.objects.count()) == (0, 0)
    assert state(ortho) == ReferralState.NEW


def test_asks_the_patient_and_goes_on_with_the_last_answer(way: Way) -> None:
    ortho, _heart = way.forwarded()
    judge(way, "orlova", ortho, Outcome.NEED_DATA, questions=["Please send the MRI.", "Allergies?"])
    assert (state(ortho), running(ortho)) == (ReferralState.DATA_NEEDED, set())

    amina = way.world.actor("amina")
    for number, expected in enumerate([ReferralState.DATA_NEEDED, ReferralState.IN_REVIEW]):
        with acting_as(amina):
            needs = selectors.needs_of(amina, ortho.request.case, open_only=True)
            assert len(needs) == 2 - number
            services.answer_data(actor=amina, need=needs[0], answer="No.", now=NOON)
        assert state(ortho) == expected
    assert running(ortho) == {"verdict"}
    judge(way, "orlova", ortho, Outcome.ACCEPT)
    assert state(ortho) == ReferralState.ACCEPTED


def test_shows_no_other_clinic_what_was_asked(way: Way) -> None:
    ortho, _heart = way.forwarded()
    judge(way, "orlova", ortho, Outcome.NEED_DATA, questions=["Please send the MRI."])
    for persona, seen in (
        ("saidov", 0),
        ("belova", 0),
        ("mallory", 0),
        ("sidorov", 0),
        ("amina", 1),
    ):
        actor = way.world.actor(persona)
        with acting_as(actor):
            assert len(selectors.needs_of(actor, ortho.request.case)) == seen
            assert DataNeed.objects.count() == seen


def test_takes_an_answer_from_the_patients_side_alone(way: Way) -> None:
    ortho, _heart = way.forwarded()
    judge(way, "orlova", ortho, Outcome.NEED_DATA, questions=["Please send the MRI."])
    with acting_as(system("test")):
        need = DataNeed.objects.select_related("referral").get()
    for persona in ("mallory", "orlova", "sokolova"):
        actor = way.world.actor(persona)
        with pytest.raises(NotVisible), acting_as(actor):
            services.answer_data(actor=actor, need=need, answer="No.", now=NOON)
    amina = way.world.actor("amina")
    with pytest.raises(Refusal) as refused, acting_as(amina):
        services.answer_data(actor=amina, need=need, answer=" ", now=NOON)
    assert refused.value.field == "answer"


def test_takes_the_clinics_sight_with_a_decline(way: Way) -> None:
    ortho, heart = way.forwarded()
    judge(way, "saidov", heart, Outcome.DECLINE, decline_reason=DeclineReason.NOT_OUR_PROFILE)

    assert state(heart) == ReferralState.DECLINED
    assert (grants("demo-heart", way, heart), grants("demo-ortho", way, ortho)) == (0, 4)
    assert state(ortho) == ReferralState.NEW


def test_ends_the_case_when_every_clinic_declined(way: Way) -> None:
    ortho, heart = way.forwarded()
    judge(way, "saidov", heart, Outcome.DECLINE, decline_reason=DeclineReason.NO_BENEFIT)
    petrova = way.world.actor("petrova")
    with acting_as(petrova):
        services.decline(
            actor=petrova,
            referral=selectors.access_referral(petrova, ortho.public_id),
            reason=DeclineReason.NO_PLACES,
            now=NOON,
        )
    with acting_as(system("test")):
        case = Case.objects.get(pk=ortho.case_id)
        assert (case.stage, case.end_reason) == (Stage.ENDED_EARLY, "declined_by_all")
        assert Request.objects.get(case=case).state == RequestState.CLOSED


def test_leaves_the_others_behind_when_it_wins(way: Way) -> None:
    ortho, heart = way.forwarded()
    for persona, referral in (("orlova", ortho), ("saidov", heart)):
        judge(way, persona, referral, Outcome.ACCEPT)
        with acting_as(way.world.actor(persona)):
            services.mark_proposed(referral_id=referral.pk, now=NOON)
    with acting_as(way.world.actor("amina")):
        services.mark_won(referral_id=heart.pk, now=NOON)

    assert (state(ortho), state(heart)) == (ReferralState.LOST, ReferralState.WON)
    assert (grants("demo-ortho", way, ortho), grants("demo-heart", way, heart)) == (0, 4)


def test_ends_the_case_when_the_last_proposal_expired(way: Way) -> None:
    ortho, heart = way.forwarded()
    judge(way, "orlova", ortho, Outcome.ACCEPT)
    judge(way, "saidov", heart, Outcome.DECLINE, decline_reason=DeclineReason.NO_BENEFIT)
    with acting_as(system("test")):
        services.mark_proposed(referral_id=ortho.pk, now=NOON)
        assert services.mark_expired(referral_id=ortho.pk, now=NOON) is True
        assert Case.objects.get(pk=ortho.case_id).end_reason == "expired"


def test_is_lost_when_the_patient_withdraws(way: Way) -> None:
    ortho, heart = way.forwarded()
    amina = way.world.actor("amina")
    with acting_as(amina):
        services.withdraw(
            actor=amina,
            request=selectors.request_of(amina, ortho.request.case),
            now=NOON,
        )
    assert (state(ortho), state(heart)) == (ReferralState.LOST, ReferralState.LOST)
    assert (grants("demo-ortho", way, ortho), grants("intake-desk", way, ortho)) == (0, 4)
    with acting_as(system("test")):
        assert Case.objects.get(pk=ortho.case_id).end_reason == "withdrawn"
    with pytest.raises(MoveNotAllowed), acting_as(amina):
        services.withdraw(
            actor=amina, request=selectors.request_of(amina, ortho.request.case), now=NOON
        )


@pytest.mark.parametrize("persona", ["mallory", "sokolova", "petrova", "orlova"])
def test_stays_while_others_try_to_withdraw_the_request(persona: str, way: Way) -> None:
    ortho, _heart = way.forwarded()
    actor = way.world.actor(persona)
    with pytest.raises(NotVisible), acting_as(actor):
        services.withdraw(actor=actor, request=ortho.request, now=NOON)
    assert state(ortho) == ReferralState.NEW
