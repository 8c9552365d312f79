"""Whole people out of parts of people …"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanamost.insight.potential.rounding import whole_people

PLACES = ("a", "b", "c", "d")
PARTS = st.fixed_dictionaries({place: st.floats(0, 20) for place in PLACES})
USES = st.fixed_dictionaries({place: st.floats(0.5, 12) for place in PLACES})


@settings(deadline=None)  # a busy machine is no fault
@given(cases=PARTS, uses=USES, spare=st.floats(0, 30))
def test_break_no_limit_and_are_less_than_one_away(
    cases: dict[str, float], uses: dict[str, float], spare: float
) -> None:
    bed_days = sum(cases[one] * uses[one] for one in PLACES) + spare
    found = whole_people(cases, {one: {"beds": uses[one]} for one in PLACES}, {"beds": bed_days})
    taken = sum(found.get(one, 0) * uses[one] for one in PLACES)
    assert taken <= bed_days + 0.001 * sum(uses.values()) * 2
    for one in PLACES:
        assert cases[one] - 1 < found.get(one, 0) <= cases[one] + 1


def test_go_where_the_largest_part_was_left() -> None:
    takes = {one: {"demand": 1.0} for one in ("a", "b")}
    assert whole_people({"a": 1.5, "b": 1.5}, takes, {"demand": 3}) == {"a": 2, "b": 1}
    assert whole_people({"a": 1.3, "b": 1.7}, takes, {"demand": 3}) == {"a": 1, "b": 2}
    assert whole_people({"a": 0.2, "b": 0.3}, takes, {"demand": 0.5}) == {}


@pytest.mark.parametrize(("left", "people"), [(62, 6), (70, 7)])
def test_of_one_place_are_what_the_beds_hold(left: float, people: int) -> None:
    assert whole_people({"a": left / 10}, {"a": {"beds": 10.0}}, {"beds": left}) == {"a": people}
