"""A foreign patient's stay …"""

import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sanamost.engines.capacity.guard import (
    Course,
    Group,
    Refused,
    Tail,
    groups_of,
    lacking,
    may_start,
    patient,
    timetable,
)
from sanamost.engines.capacity.plans import BadPlan, MonthPlan
from sanamost.engines.capacity.recipes import Recipe, Use

ONE = np.ones(1)


def beds(*chances: float) -> Course:
    """One bed, with the chance to be in it on each day."""
    mean = np.array([chances])
    return Course(mean, np.sqrt(mean * (1 - mean)), np.ones_like(mean), ONE)


def poisson_tail(mean: float, above: int) -> float:
    """P(N > above)."""
    return 1 - math.fsum(
        math.exp(number * math.log(mean) - mean - math.lgamma(number + 1))
        for number in range(above + 1)
    )


def single(draw: np.random.Generator, shape: str, size: tuple[int, ...]) -> NDArray[np.float64]:
    """Uses of single patients, at most 200."""
    if shape == "two":
        return np.where(draw.random(size) < 0.1, 200.0, 60.0)
    if shape == "even":
        return draw.uniform(40, 160, size)
    return np.minimum(60 + draw.exponential(25, size), 200)


@pytest.mark.parametrize("mean", [0.1, 1.0, 5.0, 40.0])
@pytest.mark.parametrize("risk", [1e-2, 1e-5, 1e-9])
def test_leaves_room_for_emergencies_at_the_stated_risk_and_little_more(
    mean: float, risk: float
) -> None:
    group = Group(beds(1.0), np.array([mean]), sure=False)
    (worst,) = Tail([group], 1, beds=[0], risk=risk).worst()[0]

    assert poisson_tail(mean, int(worst)) <= risk + 1e-15
    assert poisson_tail(mean, int(worst * 0.75) - 2) > risk  # a bound, yet not an absurd one


def test_leaves_room_for_everybody_who_is_sure_to_come() -> None:
    group = Group(beds(1.0, 1.0, 0.5), np.array([3.0, 2.0, 0.0]), sure=True)

    # With no doubt left the bound is the number itself; with a chance for three, all of them.
    assert Tail([group], 3, beds=[0]).worst().tolist() == [[3, 5, 5]]


def test_leaves_no_room_for_nobody() -> None:
    assert Tail([Group(beds(1.0), np.zeros(2), sure=False)], 2).worst().tolist() == [[0, 0]]


def test_leaves_room_for_those_who_come_later_and_stay() -> None:
    group = Group(beds(1.0, 1.0), np.array([1.0, 1.0, 1.0]), sure=False)
    worst = Tail([group], 4).worst()[0].tolist()

    assert worst[0] < worst[1] == worst[2]
    assert worst[3] == worst[0]


def test_leaves_more_room_for_patients_who_come_in_waves() -> None:
    calm, waves = (
        Tail([Group(beds(1.0), np.array([4.0]), sure=False, overdispersion=by)], 1).worst()[0, 0]
        for by in (1.0, 1.5)
    )
    assert calm < waves < 4 * calm


@given(
    shape=st.sampled_from(("two", "even", "late")),
    count=st.integers(1, 40),
    seed=st.integers(0, 10**6),
)
def test_is_bounded_whatever_the_distribution_of_a_use_is(
    shape: str, count: int, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    known = single(draw, shape, (20_000,))
    spread = np.array([[known.std() * 1.02]])
    course = Course(np.array([[known.mean()]]), spread, np.array([[200.0]]), np.array([200.0]))
    group = Group(course, np.array([float(count)]), sure=True)
    (worst,) = Tail([group], 1, risk=0.01).worst()[0]

    assert (single(draw, shape, (4000, count)).sum(1) > worst).mean() <= 0.01


@given(
    numbers=st.lists(st.floats(0, 5), min_size=5, max_size=5),
    more=st.floats(0, 3),
    chance=st.floats(0.05, 1),
)
def test_leaves_no_less_room_for_more_patients_or_less_risk(
    numbers: list[float], more: float, chance: float
) -> None:
    course, some = beds(1.0, chance, chance), np.array(numbers)
    fewer, many = (
        Tail([Group(course, which, sure=False)], 5).worst() for which in (some, some + more)
    )
    surer = Tail([Group(course, some, sure=False)], 5, risk=1e-12).worst()

    assert (fewer <= many).all()
    assert (fewer <= surer).all()


HIP = Course(
    mean=np.array([[1.0, 1.0, 0.5], [90.0, 0.0, 0.0]]),
    spread=np.array([[0.0, 0.0, 0.5], [0.0, 0.0, 0.0]]),
    most=np.array([[1.0, 1.0, 1.0], [90.0, 0.0, 0.0]]),
    scale=np.array([1.0, 300.0]),
)


def there(many: int) -> Tail:
    """So many domestic patients who have just been admitted."""
    return Tail([Group(HIP, np.array([float(many)]), sure=True)], 4, beds=[0])


def test_starts_where_the_worst_and_it_fit_together() -> None:
    supply = np.array([[4, 4, 4, 0], [480, 0, 0, 0]])

    assert may_start(there(3), HIP, supply) is None


def test_is_refused_with_what_is_lacking_first() -> None:
    supply = np.array([[4, 3, 2, 0], [480, 0, 0, 0]])

    assert may_start(there(3), HIP, supply) == Refused(0, 1, 1)
    assert may_start(there(1), HIP, supply) is None
    machine = may_start(there(1), HIP, np.array([[4, 4, 4, 0], [100, 0, 0, 0]]))
    assert machine
    assert (machine.resource, machine.day) == (1, 0)
    assert 80 <= machine.lacking <= 120


def test_counts_foreign_patients_who_have_started() -> None:
    tail, supply = there(2), np.array([[4, 4, 4, 0], [480, 0, 0, 0]])

    for _ in range(2):
        assert may_start(tail, HIP, supply) is None
        tail.add(patient(HIP))
    assert may_start(tail, HIP, supply) == Refused(0, 0, 1)


def test_reckons_with_plans_where_nobody_knows_who_lies_in_which_bed() -> None:
    march = dt.date(2027, 3, 1)
    uses = (Use("ward", 0, 1), Use("ward", 1, 1), Use("theatre", 0, 90, 20))
    plan = MonthPlan("hip", march, 62, 0, march, Recipe(uses), weekdays=(1.0,) * 7)
    early, later = (
        Tail(groups_of([plan], ["ward"], march + dt.timedelta(days=day)), 3, beds=[0]).worst()[0]
        for day in (0, 10)
    )
    single = Group(beds(1.0), np.array([1.25 * 4.0]), sure=False)

    assert early[0] < early[1]  # before the first day nobody was there
    assert later.tolist() == [int(early[1])] * 3
    assert later[0] == Tail([single], 1, beds=[0]).worst()[0, 0]


@pytest.mark.parametrize("risk", [0.0, 1.0])
def test_has_a_risk_between_none_and_all(risk: float) -> None:
    with pytest.raises(BadPlan):
        Tail([Group(beds(1.0), ONE, sure=True)], 1, risk=risk)


def test_of_a_course_that_cannot_be_is_refused() -> None:
    with pytest.raises(BadPlan):
        Course(np.array([[2.0]]), np.array([[0.0]]), np.array([[1.0]]), ONE)
    with pytest.raises(BadPlan):
        Tail([Group(beds(1.0), ONE, sure=False, overdispersion=0.5)], 1).worst()


@given(st.lists(st.floats(0, 5), min_size=1, max_size=31))
def test_is_reckoned_beside_a_timetable_of_whole_people_who_never_come_late(
    rates: list[float],
) -> None:
    places = timetable(np.array(rates))
    expected, through = np.cumsum(rates), np.cumsum(places)

    assert (places == np.round(places)).all()
    assert (places >= 0).all()
    assert (through >= expected - 1e-6).all()
    assert (through < expected + 1).all()


@given(
    rate=st.floats(0, 3),
    stay=st.integers(1, 12),
    supply=st.integers(0, 60),
    urgent=st.floats(0, 1),
    others=st.integers(0, 5),
)
def test_may_begin_the_less_the_more_emergencies_and_other_guests_there_are(
    rate: float, stay: int, supply: int, urgent: float, others: int
) -> None:
    recipe = Recipe(tuple(Use("ward", day, 1.0) for day in range(stay)), frozenset({"ward"}))
    month = dt.date(2027, 2, 1)
    plan = MonthPlan("a", month, round(28 * rate), 0, month, recipe, (1.0,) * 7)
    guest = beds(*[1.0] * stay)
    given_beds = np.full((1, stay), supply)

    def lack(part: float, guests: int) -> int:
        groups = groups_of([plan], ["ward"], month + dt.timedelta(days=9), urgent={"a": part})
        tail = Tail(
            [patient(guest)] * guests + groups or [Group(guest, np.zeros(1), sure=True)],
            stay,
            beds=[0],
        )
        assert (may_start(tail, guest, given_beds) is None) == bool(
            (lacking(tail, guest, given_beds) <= 0).all()
        )
        return int(lacking(tail, guest, given_beds).max())

    assert lack(urgent, others) <= lack(urgent, others + 1)
    # A whole person more or less of the timetable, rounded up, is the only thing that may differ.
    assert lack(urgent, others) <= lack(1.0, others) + 1
    # Whatever it says fits beside the planned patients and guests who are sure to be there.
    if lack(urgent, others) <= 0:
        sure = timetable((1 - urgent) * plan.rates())
        there = max(sure[max(0, 9 - stay + 1 + d) : 10 + d].sum() for d in range(min(stay, 18)))
        assert supply >= there + others + 1
