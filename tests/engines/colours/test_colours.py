"""A portal's colours …"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines.colours import GROUNDS, LEAST, contrast, mixed, palette, rgb, weaknesses

OURS = ("#0f6b6b", "#63c5bf")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_as_the_standard_says() -> None:
    # Reference values of WCAG 2.2: black on white 21, the grey #767676 just passes on white.
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_find_nothing_against_our_own() -> None:
    assert weaknesses(*OURS) == []


@pytest.mark.parametrize(
    ("light", "dark", "mode"),
    [("#f2c200", OURS[1], "light"), (OURS[0], "#0f6b6b", "dark"), ("#8a8a8a", OURS[1], "light")],
)
def test_name_the_mode_in_which_words_are_lost(light: str, dark: str, mode: str) -> None:
    found = weaknesses(light, dark)
    assert {one.mode for one in found} == {mode}
    assert found[0].ratio < LEAST
    assert found[0].ratio == min(one.ratio for one in found)


@given(light=COLOURS, dark=COLOURS)
def test_that_pass_can_be_read_on_every_ground(light: str, dark: str) -> None:
    if weaknesses(light, dark):
        return
    for mode, accent in (("light", light), ("dark", dark)):
        shades = palette(accent, mode)
        grounds = GROUNDS[mode].values()
        assert all(contrast(shades.accent, ground) >= LEAST for ground in grounds)
        assert contrast(shades.on_accent, shades.accent) >= LEAST
        assert contrast(shades.strong, shades.soft) >= LEAST


@pytest.mark.parametrize("said", ["red", "#fff", "#12345g", "#123456;}", "", "#1234567"])
def test_refuse_what_is_no_colour(said: str) -> None:
    with pytest.raises(ValueError, match="no #rrggbb"):
        rgb(said)
    with pytest.raises(ValueError, match="no #rrggbb"):
        palette(said, "light")


@given(one=COLOURS, other=COLOURS)
def test_mix_between_their_ends(one: str, other: str) -> None:
    assert mixed(one, other, 1) == one
    assert mixed(one, other, 0) == other
