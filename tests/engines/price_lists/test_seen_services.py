"""What is remembered of services …"""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.price_lists.seen_services import NOWHERE, Places

KEYS = st.integers(-(2**63), 2**63 - 1) | st.integers(-5, 5).map(lambda one: one << 20)
"""Also keys whose lowest bits are all the same: they want one address."""


def _filled(keys: Iterable[int]) -> tuple[Places, dict[int, int]]:
    places, plain = Places(), {}
    for place, key in enumerate(keys):
        places.set(key, place)
        plain[key] = place
    return places, plain


@given(keys=st.lists(KEYS, max_size=60), others=st.lists(KEYS, max_size=20))
def test_is_found_as_in_a_dictionary(keys: list[int], others: list[int]) -> None:
    places, plain = _filled(keys)
    assert all(places.get(key) == plain.get(key, NOWHERE) for key in (*keys, *others))


def test_stays_found_when_the_table_grows() -> None:
    places, plain = _filled((number * 2_654_435_761) % 2**61 for number in range(5_000))
    assert all(places.get(key) == place for key, place in plain.items())
    assert places.get(1) == NOWHERE
