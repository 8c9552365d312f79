"""A clinic's usual time to answer …"""

import datetime as dt

from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanamost.insight.statistics.answering import FEWEST, UNKNOWN, AnswerSpeed, answer_speeds
from sanamost.journey.cases.models import Clock
from sanamost.journey.cases.states import ClockKind
from sanamost.registry.catalogue import remembering
from sanamost.registry.catalogue.models import Holiday
from sanamost.web.components.wording import working_words
from tests.journey.requests.conftest import Way, way
from tests.world import NOON, acting_as, system

__all__ = ["way"]
HOUR = dt.timedelta(hours=1)
TODAY = NOON.date()  # a Monday


def answered(way: Way, hours: list[int], asked: dt.datetime = NOON) -> None:
    """Verdicts of the orthopaedic centre, each so many hours after it was asked."""
    ortho, _heart = way.forwarded()
    with acting_as(system("test")):
        for number, spent in enumerate(hours):
            Clock.objects.create(
                case_id=ortho.case_id,
                organisation_id=ortho.organisation_id,
                kind=ClockKind.VERDICT,
                subject=str(number),
                started_at=asked,
                due_at=asked + 99 * HOUR,
                done_at=asked + spent * HOUR,
            )
    remembering.forget()


def speed(way: Way, day: dt.date = TODAY) -> AnswerSpeed:
    return answer_speeds(day=day).get(way.world.organisation("demo-ortho"), UNKNOWN)


def test_is_the_median_of_its_answers(way: Way) -> None:
    answered(way, [1, 2, 3, 30, 40])
    assert speed(way).time == 3 * HOUR
    assert speed(way).answered == 5


def test_is_not_told_of_too_few(way: Way) -> None:
    answered(way, [1] * (FEWEST - 1))
    assert speed(way) == AnswerSpeed(way.world.organisation("demo-ortho"), FEWEST - 1, None)


def test_leaves_out_days_off(way: Way) -> None:
    friday = NOON - 3 * 24 * HOUR
    answered(way, [72] * FEWEST, asked=friday)
    assert speed(way).time == 24 * HOUR


def test_leaves_out_holidays_of_the_clinics_calendar(way: Way) -> None:
    with acting_as(system("test")):
        Holiday.objects.create(
            calendar="RU", day=TODAY + dt.timedelta(days=1), kind="holiday", names={}
        )
    answered(way, [48] * FEWEST)
    assert speed(way).time == 24 * HOUR


def test_forgets_what_is_older_than_a_year(way: Way) -> None:
    answered(way, [1] * FEWEST)
    assert speed(way, TODAY + dt.timedelta(days=364)).time == HOUR
    assert speed(way, TODAY + dt.timedelta(days=367)) == UNKNOWN


def test_costs_two_queries_and_then_none(way: Way) -> None:
    answered(way, [1] * FEWEST)
    with CaptureQueriesContext(connection) as first:
        answer_speeds(day=TODAY)
    reading = [one for one in first.captured_queries if one["sql"].startswith("SELECT ")]
    about = [one for one in reading if "set_config" not in one["sql"]]
    assert len(about) == 2
    with CaptureQueriesContext(connection) as second:
        answer_speeds(day=TODAY)
    assert len(second) == 0


def test_is_said_in_hours_and_then_in_working_days() -> None:
    said = [working_words(hours * HOUR) for hours in (0, 3, 24, 25, 72)]
    assert said == ["1 hour", "3 hours", "24 hours", "2 working days", "3 working days"]
