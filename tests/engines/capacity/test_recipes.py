"""A recipe …"""

import datetime as dt
import math
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.capacity.recipes import (
    BadRecipe,
    Recipe,
    Source,
    Use,
    learned,
    needs,
)
from tests.engines.capacity.samples import FIRST, recipes

BEDS = frozenset({"ward", "intensive"})
HIP = Recipe(
    (
        Use("ward", 0, 1),
        Use("theatre", 1, 95.5, 20),
        Use("surgeon", 1, 110, 25),
        Use("intensive", 1, 1),
        Use("ward", 2, 1),
        Use("ward", 3, 1),
        Use("gym", 5, 45),
    ),
    BEDS,
)


def on(day: int) -> dt.date:
    return FIRST + dt.timedelta(days=day)


def test_needs_what_it_says_on_the_days_after_arrival() -> None:
    assert needs(HIP, arrives_on=FIRST, stay_days=4) == {
        ("ward", on(0)): 1,
        ("theatre", on(1)): 96,
        ("surgeon", on(1)): 110,
        ("intensive", on(1)): 1,
        ("ward", on(2)): 1,
        ("ward", on(3)): 1,
        ("gym", on(5)): 45,
    }


@pytest.mark.parametrize(
    ("stay", "nights"), [(0, []), (1, [0]), (3, [0, 2]), (4, [0, 2, 3]), (6, [0, 2, 3, 4, 5])]
)
def test_keeps_a_bed_as_long_as_the_stay(stay: int, nights: list[int]) -> None:
    found = needs(HIP, arrives_on=FIRST, stay_days=stay)

    assert sorted(day for key, day in found if key == "ward") == [on(day) for day in nights]
    assert ("theatre", on(1)) in found


def test_of_a_negative_stay_is_refused() -> None:
    with pytest.raises(BadRecipe):
        needs(HIP, arrives_on=FIRST, stay_days=-1)


def test_has_a_usual_stay_to_the_last_day_that_half_of_the_patients_are_in_bed() -> None:
    long = Recipe((*HIP.uses, Use("ward", 9, 0.4)), BEDS)

    assert (HIP.usual_stay, long.usual_stay, Recipe(()).usual_stay) == (4, 4, 0)
    assert long.last_day == 9


@given(recipe=recipes)
def test_needs_sum_to_its_uses_rounded_up_once_a_day(recipe: Recipe) -> None:
    written: defaultdict[tuple[str, dt.date], float] = defaultdict(float)
    for use in recipe.uses:
        written[use.resource, on(use.day)] += use.amount

    found = needs(recipe, arrives_on=FIRST, stay_days=recipe.last_day + 1)
    carried = {  # a bed is carried on where something else outlasts it
        place for place in found if place not in written
    }

    assert all(key == "ward" for key, _ in carried)
    for place, amount in written.items():
        assert math.ceil(amount - 1e-6) == found.get(place, 0)


@given(recipe=recipes, stay=st.integers(0, 20))
def test_needs_no_less_for_a_longer_stay(recipe: Recipe, stay: int) -> None:
    short, long = (needs(recipe, arrives_on=FIRST, stay_days=days) for days in (stay, stay + 1))

    assert all(long.get(place, 0) >= amount > 0 for place, amount in short.items())


PRIOR = Recipe((Use("theatre", 0, 100, 10), Use("ward", 0, 1)), frozenset({"ward"}))


def test_stays_as_it_is_while_too_few_treatments_are_known() -> None:
    found = learned(PRIOR, [{("theatre", 0): 200.0}] * 7, least=8)

    assert (found.recipe, found.source, found.treatments, found.weight) == (
        PRIOR, Source.PRIOR, 7, 0,
    )  # fmt: skip


def test_learns_half_from_as_many_treatments_as_its_prior_is_worth() -> None:
    real = [{("theatre", 0): 140.0, ("ward", 0): 1.0, ("ct", 2): 30.0}] * 8
    found = learned(PRIOR, real, least=8)
    by_place = {(use.resource, use.day): use for use in found.recipe.uses}

    assert (found.source, found.weight, found.recipe.beds) == (Source.ACTUALS, 0.5, PRIOR.beds)
    assert by_place["theatre", 0].amount == 120
    # Half of the prior's variance, none among the real ones, and their distance: 50 + 0 + 400.
    assert by_place["theatre", 0].spread == pytest.approx(math.sqrt(450))
    assert by_place["ward", 0].amount == 1
    assert by_place["ct", 2].amount == 15


@given(real=st.lists(st.floats(0, 500), min_size=8, max_size=40))
def test_learns_something_between_its_prior_and_the_real_ones(real: list[float]) -> None:
    found = learned(PRIOR, [{("theatre", 0): one} for one in real])
    amount = next(use.amount for use in found.recipe.uses if use.resource == "theatre")
    mean = math.fsum(real) / len(real)

    assert min(mean, 100) - 1e-6 <= amount <= max(mean, 100) + 1e-6


def test_forgets_its_prior_as_treatments_become_many() -> None:
    found = learned(PRIOR, [{("theatre", 0): 140.0}] * 8000)

    assert found.recipe.uses[0].amount == pytest.approx(140, abs=0.1)
