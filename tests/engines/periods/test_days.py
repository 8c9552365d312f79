"""Days, ages, weeks, quarters, working days and spans."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines import periods
from sanamost.engines.periods import Calendar, Period, age_on

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (dt.date(2008, 3, 15), dt.date(2026, 3, 14), 17),
        (dt.date(2008, 3, 15), dt.date(2026, 3, 15), 18),
        (dt.date(2008, 2, 29), dt.date(2026, 2, 28), 17),
        (dt.date(2008, 2, 29), dt.date(2026, 3, 1), 18),
        (dt.date(2008, 2, 29), dt.date(2028, 2, 29), 20),
        (dt.date(2026, 1, 1), dt.date(2026, 1, 1), 0),
    ],
)
def test_ages_complete_on_the_birthday(birth: dt.date, day: dt.date, age: int) -> None:
    assert age_on(birth, day) == age


def test_refuses_an_age_before_birth() -> None:
    with pytest.raises(periods.BornLater):
        age_on(dt.date(2026, 1, 2), dt.date(2026, 1, 1))


@given(DAYS)
def test_weeks_start_on_monday_and_hold_seven_days(day: dt.date) -> None:
    week = periods.week_of(day)

    assert day in week
    assert week.start.weekday() == 0
    assert week.end == week.start + dt.timedelta(days=7)
    assert week.start.isocalendar()[:2] == day.isocalendar()[:2]


@given(DAYS)
def test_months_fill_quarters_and_quarters_fill_years(day: dt.date) -> None:
    month, quarter, year = periods.month_of(day), periods.quarter_of(day), periods.year_of(day)

    assert day in month
    assert quarter.covers(month)
    assert year.covers(quarter)
    for span in (month, quarter, year):
        assert span.end is not None
        assert span.end not in span
        assert span.end.day == 1


def test_finds_the_last_quarter_of_a_year() -> None:
    assert periods.quarter_of(dt.date(2026, 11, 22)) == Period(
        dt.date(2026, 10, 1), dt.date(2027, 1, 1)
    )


WORKED = Calendar(
    holidays=frozenset({dt.date(2026, 1, day) for day in range(1, 9)}),
    working_saturdays=frozenset({dt.date(2026, 1, 10)}),
)


@given(st.dates(dt.date(2025, 12, 1), dt.date(2026, 2, 28)), st.integers(0, 30))
def test_counts_back_the_working_days_it_counted_forward(day: dt.date, days: int) -> None:
    after = WORKED.after(day, days)

    following = dt.timedelta(days=1)
    assert WORKED.between(day + following, after + following) == days


def test_works_the_saturday_that_is_worked_by_decree() -> None:
    assert WORKED.on_or_after(dt.date(2026, 1, 1)) == dt.date(2026, 1, 9)
    assert WORKED.after(dt.date(2026, 1, 1), 2) == dt.date(2026, 1, 10)


def test_follows_another_weekend() -> None:
    gulf = Calendar(weekend=frozenset({4, 5}))

    assert not gulf.is_working(dt.date(2026, 11, 20))
    assert gulf.is_working(dt.date(2026, 11, 22))


def test_refuses_a_calendar_that_never_works() -> None:
    with pytest.raises(periods.NoWorkingDay):
        Calendar(weekend=frozenset(range(7))).after(dt.date(2026, 1, 1), 1)


SPANS = st.builds(
    lambda start, length: Period(
        start, None if length is None else start + dt.timedelta(days=length)
    ),
    DAYS,
    st.one_of(st.none(), st.integers(1, 500)),
)


@given(SPANS, SPANS, DAYS)
def test_shares_exactly_the_days_that_lie_in_both(
    one: Period[dt.date], other: Period[dt.date], day: dt.date
) -> None:
    shared = one.shared_with(other)

    assert (day in one and day in other) == (shared is not None and day in shared)
    assert one.overlaps(other) == other.overlaps(one) == (shared is not None)
    if shared is not None:
        assert one.covers(shared)
        assert other.covers(shared)


def test_touching_spans_do_not_overlap() -> None:
    march = periods.month_of(dt.date(2026, 3, 1))
    april = periods.month_of(dt.date(2026, 4, 1))

    assert not march.overlaps(april)


def test_refuses_an_empty_or_mixed_span() -> None:
    day = dt.date(2026, 1, 1)

    with pytest.raises(periods.EmptyPeriod):
        Period(day, day)
    with pytest.raises(TypeError):
        Period(day, dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
