"""Words within a few typing errors are found, and only they."""

from hypothesis import given, settings
from hypothesis import strategies as st

from sanamost.engines.search.nearness import Nearness, distance, errors_allowed

WORDS = st.text(alphabet="абвг", min_size=1, max_size=10)


def textbook(one: str, other: str) -> int:
    """Optimal string alignment as its definition writes it."""
    table = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            best = min(
                table[i - 1, j] + 1,
                table[i, j - 1] + 1,
                table[i - 1, j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, table[i - 2, j - 2] + 1)
            table[i, j] = best
    return table[len(one), len(other)]


@given(WORDS, WORDS, st.integers(0, 3))
def test_the_distance_is_the_textbooks_up_to_the_most(one: str, other: str, most: int) -> None:
    assert distance(one, other, most) == min(textbook(one, other), most + 1)


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=30, unique=True), WORDS)
def test_every_word_within_the_errors_is_found(words: list[str], asked: str) -> None:
    found = Nearness(words).near(asked)

    for place, word in enumerate(words):
        allowed = min(errors_allowed(asked), errors_allowed(word))
        if allowed and textbook(asked, word) <= allowed:
            assert (textbook(asked, word), place) in found


@given(st.lists(WORDS, max_size=20, unique=True), WORDS)
def test_nothing_farther_is_found(words: list[str], asked: str) -> None:
    assert all(
        textbook(asked, words[place]) == errors <= errors_allowed(asked)
        for errors, place in Nearness(words).near(asked)
    )


def test_swapped_neighbours_are_one_error() -> None:
    assert Nearness(["сустав"]).near("сусатв") == [(1, 0)]


def test_short_words_must_be_right() -> None:
    assert Nearness(["мрт"]).near("мрс") == []
