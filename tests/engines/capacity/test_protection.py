"""What is kept for the state task …"""

import datetime as dt
import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.capacity.plans import BadPlan, MonthPlan
from sanamost.engines.capacity.protection import Protection, protect, quantile
from sanamost.engines.capacity.recipes import Recipe, Use
from sanamost.engines.capacity.residual import residual
from sanamost.engines.capacity.supply import days_between
from tests.engines.capacity.samples import FIRST, KEYS, plans

MARCH = days_between(FIRST, dt.date(2027, 4, 1))
SPRING = days_between(FIRST, dt.date(2027, 5, 1))
EVERY_DAY = (1.0,) * 7
HIP = Recipe((Use("ward", 0, 1), Use("ward", 1, 1), Use("theatre", 1, 90, 30)))


def plan(planned: int = 31, **said: Any) -> MonthPlan:
    usual: dict[str, Any] = {
        "key": "hip", "month": FIRST, "planned": planned, "done": 0, "as_of": FIRST,
        "recipe": HIP, "weekdays": EVERY_DAY,
    }  # fmt: skip
    return MonthPlan(**{**usual, **said})


def kept(
    *planned: MonthPlan, level: float = 0.95, days: tuple[dt.date, ...] = MARCH, much: int = 10**6
) -> Protection:
    return protect(planned, KEYS, days, np.full((3, len(days)), much), level=level)


def test_follows_patients_through_their_stay() -> None:
    found = kept(plan())  # one patient a day: on the first day one is there, afterwards two

    assert found.mean[0].tolist()[:3] == [1, 2, 2]
    assert found.mean[1].tolist()[:3] == [0, 90, 90]
    # One Poisson patient: 1 · 90² for whether one comes, 30² for how long it takes.
    assert found.deviation[1][5] == pytest.approx(math.sqrt(90**2 + 30**2))
    assert found.deviation[0][5] == pytest.approx(math.sqrt(2))


def test_counts_those_who_came_before_the_first_day() -> None:
    days = days_between(dt.date(2027, 3, 10), dt.date(2027, 3, 12))

    assert kept(plan(), days=days).mean[0].tolist() == [2, 2]


def test_spreads_what_remains_over_the_days_that_remain() -> None:
    late = plan(planned=31, done=11, as_of=dt.date(2027, 3, 12))
    found = kept(late)

    assert found.mean[0, 0] == pytest.approx(1)  # 11 on the eleven days before
    assert found.mean[0, 15] == pytest.approx(2)  # 20 on the twenty days from the 12th
    assert kept(replace(late, done=31)).mean[0, 15] == 0


def test_expects_nobody_on_days_off() -> None:
    found = kept(plan(weekdays=(1, 1, 1, 1, 1, 0, 0), without={FIRST}))

    assert found.mean[0, 0] == 0
    assert found.mean[0, 5] == pytest.approx(31 / 22)  # Saturday: who came on Friday
    assert found.mean[0, 6] == 0


def test_loses_no_patient_where_no_day_has_a_weight() -> None:
    assert kept(plan(weekdays=(0.0,) * 7)).mean[0].sum() == pytest.approx(61)


@pytest.mark.parametrize(
    ("mean", "deviation", "level", "true"),
    [  # quantiles of gamma distributions, from tables of chi square: χ²(n) has mean n, variance 2n
        (10, math.sqrt(20), 0.95, 18.307),
        (10, math.sqrt(20), 0.99, 23.209),
        (30, math.sqrt(60), 0.95, 43.773),
        (100, math.sqrt(200), 0.99, 135.807),
    ],
)
def test_is_a_quantile_of_a_gamma_distribution(
    mean: float, deviation: float, level: float, true: float
) -> None:
    assert quantile(np.array(mean), np.array(deviation), level) == pytest.approx(true, rel=0.003)


def test_covers_poisson_patients_as_often_as_it_says() -> None:
    draw = np.random.default_rng(7)
    for mean in (0.3, 2.0, 8.0, 40.0):
        most = math.ceil(quantile(np.array(mean), np.array(math.sqrt(mean)), 0.95) - 1e-6)

        assert (draw.poisson(mean, 20_000) <= most).mean() >= 0.945


def test_tells_its_reason_in_numbers_that_add_up() -> None:
    found = kept(plan(), plan(key="knee", planned=62))
    reason = found.reason("theatre", MARCH[9])

    assert {part.key: part.mean for part in reason.parts} == pytest.approx({"hip": 90, "knee": 180})
    assert math.fsum(part.mean for part in reason.parts) == pytest.approx(reason.mean)
    assert math.fsum(part.variance for part in reason.parts) == pytest.approx(reason.deviation**2)
    assert reason.kept == math.ceil(reason.quantile) + reason.raised == found.protected[1, 9]
    assert not reason.unreachable


def test_closes_months_that_somebody_forgot_to_plan() -> None:
    april = plan(month=dt.date(2027, 4, 1))
    found = kept(plan(), april, plan(key="knee"), days=SPRING)

    assert found.missing == {dt.date(2027, 4, 1): ("knee",)}
    assert found.unplanned.tolist() == [False] * 31 + [True] * 30
    assert not kept(days=SPRING).unplanned.any()  # no state task at all


def test_makes_up_elsewhere_in_the_month_for_days_without_supply() -> None:
    supply = np.full((3, 31), 10**6)
    supply[1, ::2] = 0
    found = protect([plan()], KEYS, MARCH, supply, level=0.95)
    check = next(one for one in found.months if one.resource == "theatre")

    assert check.kept + check.raised >= check.needed
    assert np.minimum(found.protected[1], supply[1]).sum() == check.kept + check.raised


def test_is_all_there_is_where_the_months_plan_cannot_be_reached() -> None:
    supply = np.full((3, 31), 80)
    found = protect([plan()], KEYS, MARCH, supply, level=0.95)
    taken = np.zeros_like(supply)
    theatre = next(one for one in found.months if one.resource == "theatre")
    ward = next(one for one in found.months if one.resource == "ward")

    assert theatre.unreachable
    assert theatre.supply < theatre.needed
    assert not ward.unreachable
    assert residual(supply, found.protected, taken)[1].max() == 0
    assert residual(supply, found.protected, taken)[0].min() > 0
    assert found.reason("theatre", MARCH[0]).unreachable


@pytest.mark.parametrize(
    "wrong",
    [
        {"month": dt.date(2027, 3, 2)},
        {"planned": -1},
        {"done": 1},
        {"weekdays": (1.0,)},
        {"overdispersion": -1.0},
        {"recipe": Recipe((Use("elsewhere", 0, 1),))},
    ],
)
def test_of_a_plan_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadPlan):
        kept(plan(**wrong))


@pytest.mark.parametrize("level", [0.4, 1.0])
def test_has_a_level_from_a_half_to_below_one(level: float) -> None:
    with pytest.raises(BadPlan):
        kept(plan(), level=level)


def test_is_refused_for_days_with_gaps_and_for_services_planned_twice() -> None:
    with pytest.raises(BadPlan, match="follow"):
        kept(plan(), days=(MARCH[0], MARCH[2]))
    with pytest.raises(BadPlan, match="twice"):
        kept(plan(), plan())


@given(planned=plans(), much=st.integers(0, 4000), level=st.floats(0.5, 0.98))
def test_covers_the_mean_and_the_month_and_grows_with_its_level(
    planned: list[MonthPlan], much: int, level: float
) -> None:
    supply = np.full((3, len(SPRING)), much)
    low, high = (protect(planned, KEYS, SPRING, supply, level=at) for at in (level, 0.99))
    taken = np.zeros_like(supply)

    assert (low.protected >= np.floor(low.mean)).all()
    assert (low.protected - low.raised <= high.protected - high.raised).all()
    for one in low.months:
        assert one.unreachable == (one.supply < one.needed)
        assert one.unreachable or one.kept + one.raised >= one.needed
    left = residual(supply, low.protected, taken)
    assert (left <= np.maximum(supply - low.protected, 0)).all()
    for one in low.months:
        if one.unreachable:
            days = [
                n
                for n, day in enumerate(SPRING)
                if day >= one.as_of and day.month == one.month.month
            ]
            assert left[KEYS.index(one.resource), days].max() == 0


@given(planned=plans())
def test_grows_with_the_plan(planned: list[MonthPlan]) -> None:
    fewer, more = (
        kept(*(replace(one, planned=one.planned + extra) for one in planned), days=SPRING)
        for extra in (0, 5)
    )
    assert (fewer.mean <= more.mean + 1e-9).all()
    for one, other in pairwise([fewer.protected - fewer.raised, more.protected - more.raised]):
        assert (one <= other).all()
