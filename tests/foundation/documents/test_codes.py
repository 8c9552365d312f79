"""codes: what a person reads from a paper and types in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sanamost.foundation.documents import codes


def test_are_long_and_never_the_same() -> None:
    made = {codes.new() for _ in range(500)}

    assert len(made) == 500
    assert {len(code.replace("-", "")) for code in made} == {28}


def test_are_understood_however_they_are_typed() -> None:
    code = codes.new()

    assert codes.normalised(code.lower().replace("-", " ")) == code
    assert codes.normalised(code.replace("-", "").replace("1", "l").replace("0", "o")) == code


@given(st.integers(0, 25), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_notice_a_wrong_sign(place: int, sign: str) -> None:
    # One fixed code, so that the outcome never depends on luck (the check misses one slip in 1024).
    signs = "7K3M9QXT2HVB4ZRD8WNC5PGJ1E"
    whole = signs + codes._check(signs)

    typed = whole[:place] + sign + whole[place + 1 :]

    changed = sign != whole[place]
    assert (codes.normalised(typed) is None) == changed


@given(st.text(max_size=60))
def test_are_never_made_of_something_else(typed: str) -> None:
    known = codes.normalised(typed)

    assert known is None or len(known) == 34
