"""The gate …"""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sanamost.engines.capacity.gate import Gate, NotLeft, Stock


def gate() -> Gate[str]:
    return Gate(
        {
            "theatre 3 May": Stock(left=120, price=50.0),
            "theatre 4 May": Stock(left=600, price=5.0),
            "bed 3 May": Stock(left=1, price=900.0, curve=(0.0, 900.0, 900.0)),
            "bed 4 May": Stock(left=9, price=0.0),
        }
    )


def test_accepts_what_brings_more_than_it_takes() -> None:
    worth = gate().worth(8000, {"theatre 3 May": 120, "bed 3 May": 1})

    assert (worth.accept, worth.cost, worth.surplus) == (True, 6900.0, 1100.0)
    assert worth.binds == "theatre 3 May"


def test_refuses_what_would_bring_less_and_names_the_dearest_resource() -> None:
    worth = gate().worth(6000, {"theatre 3 May": 120, "bed 3 May": 1})

    assert (worth.accept, worth.fits, worth.binds) == (False, True, "theatre 3 May")


def test_names_the_resource_that_is_short() -> None:
    worth = gate().worth(10**9, {"bed 4 May": 2, "theatre 3 May": 121})

    assert (worth.accept, worth.fits, worth.binds) == (False, False, "theatre 3 May")


def test_has_nothing_left_of_what_it_does_not_know() -> None:
    assert gate().worth(1, {"scanner 3 May": 1}).binds == "scanner 3 May"


def test_offers_the_best_date_first_and_the_earlier_of_two_alike() -> None:
    third = {"theatre 3 May": 100, "bed 3 May": 1}
    fourth = {"theatre 4 May": 100, "bed 4 May": 1}
    offers = gate().offers(2000, {"third": third, "fourth": fourth, "again": fourth})

    assert [date for date, _ in offers] == ["fourth", "again", "third"]
    assert [worth.accept for _, worth in offers] == [True, True, False]


def test_takes_all_or_nothing() -> None:
    one = gate()
    with pytest.raises(NotLeft) as refused:
        one.take({"theatre 4 May": 100, "bed 3 May": 2})

    assert refused.value.resources == ("bed 3 May",)
    one.take({"theatre 4 May": 600})


@given(some.lists(some.integers(1, 40), max_size=6))
def test_is_as_before_once_everything_is_given_back(units: list[int]) -> None:
    one, needs = gate(), {"theatre 4 May": 600.0, "bed 4 May": 9.0}
    before = one.worth(5000, needs)
    for count in units:
        one.take({"theatre 4 May": count})
    for count in units:
        one.give_back({"theatre 4 May": count})

    assert one.worth(5000, needs) == before


@given(some.floats(0, 9), some.floats(0, 9))
def test_asks_no_less_for_more_units(some_units: float, further: float) -> None:
    stock = Stock(left=9, price=0, curve=(0.0, 100.0, 150.0, 170.0))

    assert stock.cost(some_units) <= stock.cost(some_units + further)
