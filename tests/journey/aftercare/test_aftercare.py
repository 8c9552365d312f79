"""Aftercare."""

import datetime as dt
from typing import Any

import pytest

from sanamost.foundation.audit.models import Entry
from sanamost.foundation.events.models import Happening
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging.models import Notice
from sanamost.journey.aftercare import handlers, selectors, services
from sanamost.journey.aftercare.models import FollowUp, Survey
from sanamost.journey.aftercare.states import Feeling, FollowUpState
from sanamost.journey.cases.models import Case, Clock
from sanamost.journey.cases.services import CaseIsOver
from sanamost.journey.cases.states import Stage
from sanamost.journey.requests.models import Request
from sanamost.journey.travel import services as travel
from sanamost.journey.travel.models import AuthorityNotice
from sanamost.journey.treatment.events import PatientDischarged
from sanamost.journey.treatment.models import Episode
from tests.journey.booked import ARRIVES, Booked, booked
from tests.world import NOON, Actor, World, acting_as, system

DAY = dt.timedelta(days=1)


@pytest.fixture
def amina(world: World) -> Booked:
    """Amina with a place booked."""
    return booked(world, partner="silk-road-care")


def ask(now: dt.datetime) -> int:
    with acting_as(system("test")):
        return services.ask_due(now=now)


def row(day: int) -> FollowUp:
    with acting_as(system("test")):
        return FollowUp.objects.select_related("case").get(day=day)


def answer(actor: Actor, day: int = 7, **changes: Any) -> FollowUp:
    with acting_as(actor):
        given: dict[str, Any] = {
            "feeling": Feeling.BETTER,
            "pain": 2,
            "complication": False,
            "words": "Спасибо",
            "language": "ru",
            "now": NOON + 8 * DAY,
        }
        follow_up = selectors.access_follow_up(actor, row(day).public_id)
        return services.answer(actor=actor, follow_up=follow_up, **(given | changes))


def told(kind: str) -> set[str]:
    with acting_as(system("test")):
        return set(Notice.objects.filter(kind=kind).values_list("user__email", flat=True))


def survey(actor: Actor, **changes: Any) -> Survey:
    marks: dict[str, Any] = {
        "care": 5,
        "communication": 4,
        "price_honesty": 5,
        "recommend": 9,
        "words": "",
        "now": NOON,
    }
    with acting_as(actor):
        episode = Episode.objects.get()
        return services.answer_survey(actor=actor, episode=episode, **(marks | changes))


def close(amina: Booked, actor: Actor | None = None) -> None:
    actor = actor or amina.coordinator
    with acting_as(actor):
        services.close(actor=actor, episode=Episode.objects.get(), now=NOON + 8 * DAY)


def file_notices(amina: Booked) -> None:
    with acting_as(amina.officer):
        for notice in AuthorityNotice.objects.all():
            travel.file_notice(
                actor=amina.officer, notice=notice, registration_number="1", now=NOON
            )


def test_plans_three_contacts_once(amina: Booked) -> None:
    episode = amina.discharged()
    with acting_as(system("test")):
        handlers.on_discharged(PatientDischarged(case_id=amina.case.pk, episode=episode.public_id))
        due = list(FollowUp.objects.order_by("day").values_list("day", "due_on"))
    assert due == [(n, ARRIVES + n * DAY) for n in (7, 30, 90)]


def test_asks_on_the_day_of_the_clinic_and_only_once(amina: Booked) -> None:
    amina.discharged()
    midnight = dt.datetime(2026, 11, 29, 14, tzinfo=dt.UTC)  # the seventh day in Vladivostok

    assert ask(midnight - dt.timedelta(minutes=1)) == 0
    assert ask(midnight) == 1
    assert ask(midnight) == 0
    assert row(7).state == FollowUpState.ASKED
    assert told("aftercare.how_are_you") == {"amina@example.org"}


def test_notes_who_has_not_answered_in_two_weeks(amina: Booked) -> None:
    amina.discharged()
    ask(NOON + 7 * DAY)
    ask(NOON + 20 * DAY)
    assert row(7).state == FollowUpState.ASKED
    ask(NOON + 21 * DAY)

    assert row(7).state == FollowUpState.MISSED
    with acting_as(system("test")):
        assert not Clock.objects.filter(kind="follow_up", done_at=None).exists()
    assert answer(amina.patient).state == FollowUpState.ANSWERED


def test_hears_a_good_answer_without_alarm(amina: Booked) -> None:
    amina.discharged()
    ask(NOON + 7 * DAY)
    given = answer(amina.patient)

    assert not given.worrying
    assert told("aftercare.worrying") == set()


@pytest.mark.parametrize("changes", [{"complication": True}, {"feeling": Feeling.WORSE}])
def test_alarms_physician_quality_and_coordinator(changes: dict[str, Any], amina: Booked) -> None:
    amina.discharged()
    ask(NOON + 7 * DAY)
    answer(amina.patient, **changes)

    names = {address.partition("@")[0] for address in told("aftercare.worrying")}
    assert names == {"petrova", "orlova", "egorova"}
    with acting_as(amina.coordinator):
        assert selectors.follow_ups(amina.coordinator)[0].day == 7
        assert selectors.alarms(amina.coordinator) == 1
        services.attend(
            actor=amina.coordinator, follow_up=row(7), note="Called, sent to a surgeon.", now=NOON
        )
        assert selectors.alarms(amina.coordinator) == 0


def test_wants_a_note_of_what_was_done(amina: Booked) -> None:
    amina.discharged()
    answer(amina.patient, complication=True)
    with acting_as(amina.quality), pytest.raises(Refusal) as refused:
        services.attend(actor=amina.quality, follow_up=row(7), note=" ", now=NOON)
    assert refused.value.field == "note"


def test_takes_one_answer_each(amina: Booked) -> None:
    amina.discharged()
    answer(amina.patient)
    with pytest.raises(Refusal) as refused:
        answer(amina.patient, pain=9)
    assert refused.value.code == "answered_already"
    assert row(7).pain == 2


@pytest.mark.parametrize("pain", [-1, 11])
def test_refuses_pain_outside_the_scale(pain: int, amina: Booked) -> None:
    amina.discharged()
    with pytest.raises(Refusal) as refused:
        answer(amina.patient, pain=pain)
    assert refused.value.field == "pain"


@pytest.mark.parametrize("persona", ["mallory", "karim", "mei", "belova", "sidorov", "nikitin"])
def test_hides_follow_ups_from_everybody_else(persona: str, world: World, amina: Booked) -> None:
    amina.discharged()
    actor = world.actor(persona)
    with pytest.raises(NotVisible):
        answer(actor)
    with acting_as(actor):
        assert not FollowUp.objects.exists()


def test_lets_no_clinic_answer_for_the_patient(amina: Booked) -> None:
    amina.discharged()
    with pytest.raises(Refusal) as refused:
        answer(amina.coordinator)
    assert refused.value.code == "only_the_patient"


def test_takes_a_survey_once(amina: Booked) -> None:
    amina.discharged()
    with pytest.raises(Refusal) as refused:
        survey(amina.patient, care=6)
    assert refused.value.field == "care"
    survey(amina.patient)
    with pytest.raises(Refusal) as refused:
        survey(amina.patient)
    assert refused.value.code == "answered_already"


def test_closes_nothing_before_it_is_settled(amina: Booked) -> None:
    amina.discharged()
    with pytest.raises(Refusal) as refused:
        close(amina)
    assert refused.value.code == "not_settled"


def test_closes_step_by_step(amina: Booked) -> None:
    amina.settled()
    with pytest.raises(Refusal) as refused:
        close(amina)
    assert refused.value.code == "notice_open"
    file_notices(amina)
    with pytest.raises(Refusal) as refused:
        close(amina)
    assert refused.value.code == "not_asked_yet"
    ask(NOON + 7 * DAY)
    with pytest.raises(Refusal) as refused:
        close(amina, amina.physician)
    assert refused.value.code == "needs_coordinator"
    close(amina)

    with acting_as(system("test")):
        assert Case.objects.get(pk=amina.case.pk).stage == Stage.CLOSED
        assert Request.objects.get(case_id=amina.case.pk).state == "closed"
        assert Happening.objects.filter(name="aftercare.case.closed").count() == 1
    with pytest.raises(CaseIsOver):
        close(amina)


def test_goes_on_asking_after_the_closing(amina: Booked) -> None:
    amina.settled()
    file_notices(amina)
    ask(NOON + 7 * DAY)
    close(amina)

    assert ask(NOON + 30 * DAY) == 1
    given = answer(amina.patient, 30, complication=True, now=NOON + 31 * DAY)
    assert given.state == FollowUpState.ANSWERED
    assert told("aftercare.worrying")


def test_moves_time_in_the_demonstration_only(amina: Booked, settings: Any) -> None:
    amina.discharged()
    settings.DEMONSTRATION = False
    with acting_as(amina.coordinator), pytest.raises(Refusal) as refused:
        services.bring_forward(actor=amina.coordinator, case_id=amina.case.pk, days=7, now=NOON)
    assert refused.value.code == "only_in_demonstration"
    assert row(7).state == FollowUpState.SCHEDULED

    settings.DEMONSTRATION = True
    with acting_as(amina.coordinator):
        asked = services.bring_forward(
            actor=amina.coordinator, case_id=amina.case.pk, days=7, now=NOON
        )
    assert asked == 1
    assert row(7).state == FollowUpState.ASKED
    assert row(30).due_on == ARRIVES + 23 * DAY
    with acting_as(system("test")):
        assert Entry.objects.filter(action="aftercare.demonstration.time_passed").count() == 1


def test_lists_with_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    for number in range(4):
        booked(world, reference=str(number)).discharged()
    coordinator = world.actor("petrova")
    with acting_as(coordinator), django_assert_max_num_queries(2):
        rows = [
            (f.case.number, f.case.patient_id, f.day) for f in selectors.follow_ups(coordinator)
        ]
    assert len(rows) == 12
