"""Days of the week as one number …"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.registry.catalogue.weekdays import EVERY_DAY, ISO_DAYS, days, weekdays_of


@given(st.integers(0, EVERY_DAY))
def test_say_the_same_days_back(number: int) -> None:
    assert weekdays_of(days(number)) == number


@pytest.mark.parametrize("wrong", [0, 8, -1])
def test_take_no_other_days(wrong: int) -> None:
    with pytest.raises(ValueError, match="not a day"):
        weekdays_of([1, wrong])


def test_are_all_of_a_week() -> None:
    assert days(EVERY_DAY) == tuple(ISO_DAYS)
    assert days(0) == ()
