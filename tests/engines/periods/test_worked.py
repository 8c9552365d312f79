"""Working time …"""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.periods import Calendar, NaiveTime, worked

MOSCOW = ZoneInfo("Europe/Moscow")
HOUR = dt.timedelta(hours=1)
FRIDAY = dt.datetime(2026, 11, 20, 15, tzinfo=MOSCOW)
MOMENTS = st.integers(0, 90 * 24 * 60).map(lambda minutes: FRIDAY + minutes * HOUR / 60)


def span(start: dt.datetime, end: dt.datetime, calendar: Calendar | None = None) -> dt.timedelta:
    return worked(start, end, calendar=calendar or Calendar(), zone=MOSCOW)


def test_stands_still_over_a_weekend() -> None:
    assert span(FRIDAY, FRIDAY + 72 * HOUR) == 24 * HOUR


def test_runs_through_the_night_of_a_working_day() -> None:
    assert span(FRIDAY - 24 * HOUR, FRIDAY) == 24 * HOUR


def test_stands_still_on_a_holiday_and_runs_on_a_worked_saturday() -> None:
    monday, saturday = dt.date(2026, 11, 23), dt.date(2026, 11, 21)
    assert span(FRIDAY, FRIDAY + 96 * HOUR, Calendar(frozenset({monday}))) == 24 * HOUR
    worked_on = Calendar(working_saturdays=frozenset({saturday}))
    assert span(FRIDAY, FRIDAY + 72 * HOUR, worked_on) == 48 * HOUR


def test_goes_by_the_days_of_the_zone() -> None:
    late = dt.datetime(2026, 11, 20, 22, tzinfo=dt.UTC)  # already Saturday in Moscow
    assert span(late, late + HOUR) == dt.timedelta(0)


def test_is_nothing_backwards() -> None:
    assert span(FRIDAY, FRIDAY - HOUR) == dt.timedelta(0)


def test_asks_for_a_zone() -> None:
    with pytest.raises(NaiveTime):
        span(dt.datetime(2026, 1, 1), FRIDAY)  # noqa: DTZ001 that is what is refused


@given(start=MOMENTS, middle=MOMENTS, end=MOMENTS)
def test_adds_up(start: dt.datetime, middle: dt.datetime, end: dt.datetime) -> None:
    start, middle, end = sorted((start, middle, end))
    assert span(start, middle) + span(middle, end) == span(start, end)
    assert span(start, end) <= end - start
