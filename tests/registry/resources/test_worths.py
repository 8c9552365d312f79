"""The worth of a day of arrival …

Ten beds and a theatre of 400 minutes; a stay takes three bed-days and 100 minutes on its second
day. A bed-day is worth 1,000 roubles in February and a minute 50: a stay 3,000 + 5,000.
"""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sanamost.registry.resources import selectors, services
from sanamost.registry.resources.models import Resource, UnitWorth
from tests.registry.resources.capacity import BEDS, MONDAY, THEATRE, enter
from tests.world import NOON, World, acting_as, system

DAY = dt.timedelta(days=1)
NEXT_MONDAY = MONDAY + 7 * DAY
APRIL = dt.date(2027, 4, 1)


def key_of(name: str) -> int:
    with acting_as(system("test")):
        return int(Resource.objects.get(name=name).pk)


def price(
    clinic: int, *, beds: float = 1000, theatre: float = 50, month: dt.date = MONDAY, **at: Any
) -> None:
    with acting_as(system("test")):
        services.keep_worths(
            [
                services.Counting(clinic, key_of(BEDS[2]), month, beds),
                services.Counting(clinic, key_of(THEATRE[2]), month, theatre),
            ],
            now=at.get("now", NOON),
        )


def take(name: str, day: dt.date, amount: int) -> None:
    with acting_as(system("test")):
        services.take({(key_of(name), day): amount})


def days(clinic: int, **asked: Any) -> dict[dt.date, selectors.OfferedDay]:
    given: dict[str, Any] = {"first": MONDAY, "now": NOON, "brings": 10_000.0, **asked}
    with acting_as(system("test")):
        found = selectors.offered_days(organisation_id=clinic, area="urology", **given)
    return {one.day: one for one in found}


def test_is_the_price_of_everything_that_the_stay_takes(world: World) -> None:
    clinic = enter(world)
    price(clinic)
    monday = days(clinic)[MONDAY]
    assert (monday.cost, monday.surplus, monday.patients) == (8_000, 2_000, 4)
    assert monday.binds is not None
    assert monday.binds.name == THEATRE[2]
    assert monday.parts is not None
    assert {one.name: part for one, part in monday.parts.items()} == {
        BEDS[2]: 3_000,
        THEATRE[2]: 5_000,
    }


def test_is_higher_where_less_is_left_than_on_a_usual_day(world: World) -> None:
    clinic = enter(world)
    price(clinic)
    take(BEDS[2], NEXT_MONDAY, 5)
    # Of 28 days 27 have ten beds and one five: 275 / 28 on a usual day. Half as much as usual left
    # is worth about twice as much; on other days a bed-day is worth a little less than the month's.
    usual = 275 / 28
    found = days(clinic)
    assert found[NEXT_MONDAY].cost == pytest.approx(
        1000 * usual / 5 + 2 * 1000 * usual / 10 + 5_000
    )
    assert found[MONDAY].cost == pytest.approx(3 * 1000 * usual / 10 + 5_000)


def test_is_never_more_than_twice_the_months(world: World) -> None:
    clinic = enter(world)
    price(clinic)
    take(THEATRE[2], NEXT_MONDAY + DAY, 300)
    # A usual one of 20 working days has (19 × 400 + 100) / 20 = 385 minutes; 385 / 100 is above 2.
    found = days(clinic)
    dear, other = found[NEXT_MONDAY], found[MONDAY]
    assert dear.cost == pytest.approx(13_000)
    assert dear.surplus == pytest.approx(-3_000)
    assert other.cost == pytest.approx(3_000 + 100 * 50 * 385 / 400)


def test_takes_no_day_away(world: World) -> None:
    clinic = enter(world)
    before = days(clinic)
    price(clinic, beds=1e6)
    found = days(clinic)
    assert [(one.day, one.patients) for one in found.values()] == [
        (one.day, one.patients) for one in before.values()
    ]
    assert {one.cost for one in before.values()} == {None}


def test_of_the_present_month_is_by_the_first_counted_one(world: World) -> None:
    clinic = enter(world)
    price(clinic)
    found = days(clinic, first=dt.date(2027, 1, 11))
    assert found[dt.date(2027, 1, 11)].cost == 8_000


def test_is_not_known_where_a_part_of_the_stay_has_no_price(world: World) -> None:
    clinic = enter(world)
    price(clinic)
    found = days(clinic)
    assert found[dt.date(2027, 2, 25)].cost is not None
    # Operated on the first of March, of which no price was counted.
    assert found[dt.date(2027, 2, 28)].cost is None


def test_is_not_known_when_the_count_is_old(world: World) -> None:
    clinic = enter(world)
    price(clinic, now=NOON - selectors.FRESH)
    assert {one.cost for one in days(clinic).values()} == {None}


def test_is_counted_anew_as_a_whole(world: World) -> None:
    clinic = enter(world)
    price(clinic)
    price(clinic, month=APRIL)
    with acting_as(system("test")):
        assert set(UnitWorth.objects.values_list("month", flat=True)) == {APRIL}


def test_is_a_clinics_own(world: World) -> None:
    clinic = enter(world)
    price(clinic)
    for code, number in (("petrova", 2), ("belova", 0), ("amina", 0)):
        with acting_as(world.actor(code)):
            assert UnitWorth.objects.count() == number  # row-level security alone


def test_costs_two_questions_whatever_the_days(world: World) -> None:
    clinic = enter(world)
    price(clinic)
    asked: dict[str, Any] = {"organisation_id": clinic, "area": "urology", "first": MONDAY}
    with acting_as(system("test")):
        with CaptureQueriesContext(connection) as without:
            assert len(selectors.arrival_days(**asked)) > 50
        with CaptureQueriesContext(connection) as many:
            assert len(selectors.offered_days(**asked, now=NOON)) > 50
        with CaptureQueriesContext(connection) as one:
            assert len(selectors.offered_days(**asked, now=NOON, limit=1)) == 1
    assert len(many) == len(one) == len(without) + 2


def test_names_the_best_of_given_days_without_a_price(world: World) -> None:
    clinic = enter(world)
    among = {clinic: [MONDAY, NEXT_MONDAY, NEXT_MONDAY + 7 * DAY], 0: [MONDAY]}
    asked: dict[str, Any] = {"area": "urology", "now": NOON, "among": among, "most": 2}
    assert selectors.best_days_of(**asked) == {}
    price(clinic)
    assert selectors.best_days_of(**asked) == {}  # all alike
    take(THEATRE[2], NEXT_MONDAY + DAY, 300)
    assert selectors.best_days_of(**asked) == {clinic: [MONDAY, NEXT_MONDAY + 7 * DAY]}


def test_is_graded_in_steps_of_a_twentieth_of_the_dearest() -> None:
    assert selectors.grades([8_000, 8_499, 8_500, 10_000]) == [0, 0, 1, 4]
    assert selectors.grades([0.0, 0.4]) == [0, 0]
    assert selectors.grades([]) == []
