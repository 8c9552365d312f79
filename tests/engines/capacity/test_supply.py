"""A resource …"""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.capacity.supply import (
    BadResource,
    Break,
    Kind,
    Resource,
    days_between,
    supplies,
    supply,
)
from tests.engines.capacity.samples import FIRST, shares

WEEK = days_between(FIRST, FIRST + dt.timedelta(days=7))  # Monday to Sunday
THEATRE = Resource("theatre", Kind.THEATRE, Decimal(2), 480, Decimal("0.1"))
WARD = Resource("ward", Kind.BEDS, Decimal(30))


def test_gives_whole_minutes_on_working_days_alone() -> None:
    assert supply(THEATRE, WEEK, {FIRST + dt.timedelta(days=1)}).tolist() == [
        864, 0, 864, 864, 864, 0, 0,
    ]  # fmt: skip


def test_of_beds_is_open_on_every_day() -> None:
    assert supply(WARD, WEEK, {FIRST}).tolist() == [30] * 7


def test_is_open_on_holidays_where_it_says_so() -> None:
    ever = Resource("ct", Kind.EQUIPMENT, Decimal(1), 600, open_on_holidays=True)

    assert supply(ever, WEEK, {FIRST})[0] == 600


def test_gives_what_breaks_leave_and_their_losses_add_up() -> None:
    broken = Resource(
        "ward", Kind.BEDS, Decimal(30), breaks=(
            Break(WEEK[0], WEEK[3], Decimal("0.75")),
            Break(WEEK[2], WEEK[4], Decimal("0.5")),
            Break(WEEK[5], WEEK[6]),
        ),
    )  # fmt: skip

    assert supply(broken, WEEK).tolist() == [22, 22, 7, 15, 30, 0, 30]


def test_of_a_tenth_and_a_half_is_reckoned_exactly() -> None:
    # 1.1 × 100 in binary fractions is 110.00000000000001; 0.7 × 10 × … would lose a minute below.
    post = Resource("nurse", Kind.STAFF, Decimal("0.7"), 10, Decimal("0.0"))

    assert supply(post, WEEK)[0] == 7


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": -1},
        {"units": float("nan")},
        {"downtime": 1.5},
        {"minutes_a_day": None},
        {"minutes_a_day": 1441},
        {"weekdays": frozenset({7})},
        {"kind": Kind.BEDS},
    ],
)
def test_whose_figures_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    given_: dict[str, Any] = {"key": "t", "kind": Kind.THEATRE, "units": 1, "minutes_a_day": 480}

    with pytest.raises(BadResource):
        Resource(**{**given_, **wrong})


@pytest.mark.parametrize("last", [FIRST, FIRST - dt.timedelta(days=1)])
def test_has_no_break_that_ends_before_it_begins(last: dt.date) -> None:
    with pytest.raises(BadResource):
        Break(FIRST, last)


@given(
    units=st.integers(0, 50),
    more=st.integers(0, 20),
    minutes=st.integers(0, 1440),
    downtime=shares,
    left=shares,
)
def test_never_gives_more_than_it_has_and_grows_with_its_units(
    units: int, more: int, minutes: int, downtime: Decimal, left: Decimal
) -> None:
    breaks = (Break(WEEK[1], WEEK[3], left),)
    small, large = (
        Resource("t", Kind.THEATRE, Decimal(many), minutes, downtime, breaks=breaks)
        for many in (units, units + more)
    )
    given_, bigger = supplies((small, large), WEEK)

    assert (given_ >= 0).all()
    assert (given_ <= units * minutes).all()
    assert (bigger >= given_).all()
