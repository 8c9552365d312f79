"""Clocks: when something is due, and what is left."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines import periods
from sanamost.engines.periods import (
    DEFAULT_CLOCKS,
    Calendar,
    CalendarDays,
    Clock,
    Hours,
    NextDayAt,
    Remaining,
    SameDay,
    Unit,
    WorkingDays,
    due,
    parse_clock,
    remaining,
)

MOSCOW = ZoneInfo("Europe/Moscow")
BERLIN = ZoneInfo("Europe/Berlin")
CAIRO = ZoneInfo("Africa/Cairo")
KIRITIMATI = ZoneInfo("Pacific/Kiritimati")

# Around May Day 2026 (a Friday); Saturday 25 April is worked in this made-up year.
MAY = Calendar(
    holidays=frozenset({dt.date(2026, 5, 1), dt.date(2026, 5, 11)}),
    working_saturdays=frozenset({dt.date(2026, 4, 25)}),
)


def moscow(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def due_in_moscow(start: str, clock: Clock) -> str:
    at = due(moscow(start), clock, calendar=MAY, zone=MOSCOW)
    assert at.tzinfo is dt.UTC
    return at.astimezone(MOSCOW).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("start", "clock", "expected"),
    [
        ("2026-04-30T18:30", Hours(24), "2026-05-01T18:30"),
        ("2026-04-30T18:30", WorkingDays(1), "2026-05-05T00:00"),
        ("2026-04-29T00:00", WorkingDays(1), "2026-05-01T00:00"),
        ("2026-04-24T10:00", WorkingDays(1), "2026-04-26T00:00"),
        ("2026-05-02T10:00", WorkingDays(2), "2026-05-06T00:00"),
        ("2026-05-04T23:59", WorkingDays(5), "2026-05-13T00:00"),
        ("2026-05-04T10:00", SameDay(), "2026-05-05T00:00"),
        ("2026-05-02T10:00", SameDay(), "2026-05-05T00:00"),
        ("2026-05-04T16:59", SameDay(dt.time(17)), "2026-05-05T00:00"),
        ("2026-05-04T17:00", SameDay(dt.time(17)), "2026-05-06T00:00"),
        ("2026-04-30T18:00", NextDayAt(dt.time(12)), "2026-05-01T12:00"),
        ("2026-04-21T10:00", CalendarDays(10), "2026-05-02T00:00"),
        ("2026-04-21T10:00", CalendarDays(10, moves=True), "2026-05-05T00:00"),
        ("2028-02-28T10:00", CalendarDays(1), "2028-03-01T00:00"),
    ],
)
def test_is_due_when_the_rule_says(start: str, clock: Clock, expected: str) -> None:
    assert due_in_moscow(start, clock) == expected


def test_counts_days_where_the_clinic_is() -> None:
    evening_in_utc = dt.datetime(2026, 5, 4, 21, 30, tzinfo=dt.UTC)

    at = due(evening_in_utc, WorkingDays(1), calendar=MAY, zone=MOSCOW)

    assert at == moscow("2026-05-07T00:00")


def test_counts_hours_by_the_stopwatch_when_clocks_change() -> None:
    before_change = dt.datetime(2026, 3, 28, 12, tzinfo=BERLIN)

    at = due(before_change, Hours(24), calendar=Calendar(), zone=BERLIN)

    assert at.astimezone(BERLIN) == dt.datetime(2026, 3, 29, 13, tzinfo=BERLIN)


def test_ends_a_day_where_the_next_has_no_midnight() -> None:
    thursday = dt.datetime(2024, 4, 25, 12, tzinfo=CAIRO)

    at = due(thursday, CalendarDays(1), calendar=Calendar(), zone=CAIRO)

    assert at == dt.datetime(2024, 4, 26, 21, tzinfo=dt.UTC)
    assert periods.start_of_day(dt.date(2024, 4, 26), CAIRO) == dt.datetime(
        2024, 4, 25, 22, tzinfo=dt.UTC
    )


def test_refuses_a_moment_without_a_zone() -> None:
    naive = dt.datetime(2026, 5, 4)  # noqa: DTZ001 the naive time is what is tried

    with pytest.raises(periods.NaiveTime):
        due(naive, Hours(1), calendar=MAY, zone=MOSCOW)
    with pytest.raises(periods.NaiveTime):
        remaining(naive, naive)


CLOCKS: st.SearchStrategy[Clock] = st.one_of(
    st.builds(Hours, st.integers(1, 9999)),
    st.builds(WorkingDays, st.integers(1, 99)),
    st.builds(CalendarDays, st.integers(1, 400), moves=st.booleans()),
    st.builds(
        SameDay, st.one_of(st.none(), st.times().map(lambda t: t.replace(second=0, microsecond=0)))
    ),
    st.builds(NextDayAt, st.times().map(lambda t: t.replace(second=0, microsecond=0))),
)
MOMENTS = st.datetimes(
    min_value=dt.datetime(2000, 1, 1),  # noqa: DTZ001 Hypothesis wants naive bounds
    max_value=dt.datetime(2090, 1, 1),  # noqa: DTZ001 the same
    timezones=st.just(dt.UTC),
)
ZONES = st.sampled_from([MOSCOW, BERLIN, CAIRO, KIRITIMATI])


@given(MOMENTS, CLOCKS, ZONES)
def test_is_always_due_after_the_start(start: dt.datetime, clock: Clock, zone: ZoneInfo) -> None:
    assert due(start, clock, calendar=MAY, zone=zone) > start


@given(MOMENTS, MOMENTS, CLOCKS, ZONES)
def test_never_makes_the_later_start_due_earlier(
    one: dt.datetime, other: dt.datetime, clock: Clock, zone: ZoneInfo
) -> None:
    first, second = sorted((one, other))

    assert due(first, clock, calendar=MAY, zone=zone) <= due(second, clock, calendar=MAY, zone=zone)


@given(CLOCKS)
def test_is_read_back_from_its_text(clock: Clock) -> None:
    assert parse_clock(str(clock)) == clock


@pytest.mark.parametrize(
    "text", ["", "24", "0h", "h", "-1d", "3 wd", "same<25:00", "next@12", "99999h", "1d\n"]
)
def test_refuses_a_text_that_is_no_clock(text: str) -> None:
    with pytest.raises(periods.BadClock):
        parse_clock(text)


def test_has_the_published_terms_as_defaults() -> None:
    assert {name: str(clock) for name, clock in DEFAULT_CLOCKS.items()} == {
        "ACKNOWLEDGE": "24h",
        "CALL_BACK": "same",
        "COMPLETE_OR_ASK": "2wd",
        "VERDICT": "3wd",
        "PROPOSAL": "5wd",
        "HOLD": "14d",
        "INVITATION": "14d",
        "ARRIVAL_NOTICE": "1wd",
        "DEPARTURE_NOTICE": "next@12:00",
        "EXTRACT": "10d",
        "FINAL_INVOICE": "10d",
        "FOLLOW_UP_7": "7d",
        "FOLLOW_UP_30": "30d",
        "FOLLOW_UP_90": "90d",
    }


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2026-05-01T12:00", Remaining(late=False, amount=4, unit=Unit.DAYS)),
        ("2026-05-03T12:01", Remaining(late=False, amount=47, unit=Unit.HOURS)),
        ("2026-05-05T10:00", Remaining(late=False, amount=2, unit=Unit.HOURS)),
        ("2026-05-05T11:59", Remaining(late=False, amount=1, unit=Unit.MINUTES)),
        ("2026-05-05T12:00", Remaining(late=True, amount=0, unit=Unit.MINUTES)),
        ("2026-05-05T13:59", Remaining(late=True, amount=119, unit=Unit.MINUTES)),
        ("2026-05-09T12:00", Remaining(late=True, amount=4, unit=Unit.DAYS)),
    ],
)
def test_tells_what_is_left_in_the_unit_people_use(now: str, left: Remaining) -> None:
    assert remaining(moscow(now), moscow("2026-05-05T12:00")) == left


def test_tells_what_is_left_across_a_change_of_clocks() -> None:
    now = dt.datetime(2026, 3, 28, 23, tzinfo=BERLIN)
    at = dt.datetime(2026, 3, 29, 4, tzinfo=BERLIN)

    assert remaining(now, at) == Remaining(late=False, amount=4, unit=Unit.HOURS)
