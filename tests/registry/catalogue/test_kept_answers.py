"""Answers kept in a process …"""

from typing import Any, cast

from sanamost.engines.search import Index, Question
from sanamost.registry.catalogue.kept_answers import ENTRY, KeptAnswers
from sanamost.registry.catalogue.search_answers import IN_ROUBLES

FIRST, SECOND = (cast("Index", object()) for _one in range(2))


def key(text: str) -> Any:
    return Question(text=text), IN_ROUBLES


def begun(most: int = 100 * ENTRY) -> KeptAnswers:
    kept = KeptAnswers(most)
    kept.begin(FIRST)
    return kept


def test_are_told_again_by_question_and_by_spelling() -> None:
    kept = begun()
    kept.put(FIRST, key("knee"), b"told", "q=knee")

    assert kept.get(FIRST, key("knee")) == b"told"
    assert kept.spelt(FIRST, "q=knee") == b"told"
    assert kept.get(FIRST, key("hip")) is None
    assert kept.spelt(FIRST, "q=KNEE") is None


def test_go_with_their_index() -> None:
    kept = begun()
    kept.put(FIRST, key("knee"), b"told", "q=knee")
    kept.begin(SECOND)

    assert kept.get(SECOND, key("knee")) is None
    assert kept.spelt(SECOND, "q=knee") is None
    assert kept.size == 0


def test_of_an_index_that_is_no_longer_asked_are_not_kept() -> None:
    kept = begun()
    kept.begin(SECOND)
    kept.put(FIRST, key("knee"), b"old", "q=knee")

    assert kept.get(SECOND, key("knee")) is None
    assert kept.get(FIRST, key("knee")) is None


def test_never_hold_more_than_was_allowed() -> None:
    kept = begun(10 * ENTRY)
    for number in range(200):
        kept.put(FIRST, key(str(number)), bytes(number), f"q={number}")
        kept.put(FIRST, key(str(number)), bytes(number), f"other={number}")
        assert kept.size <= 10 * ENTRY

    kept.put(FIRST, key("large"), bytes(11 * ENTRY), "q=large")
    assert kept.get(FIRST, key("large")) is None
    assert kept.size > 0


def test_make_room_by_what_was_not_asked_for_the_longest() -> None:
    kept = begun(5 * ENTRY)
    for number in range(3):
        kept.put(FIRST, key(str(number)), b"told")
    assert kept.get(FIRST, key("0"))
    for number in range(3, 6):
        kept.put(FIRST, key(str(number)), b"told")

    assert kept.get(FIRST, key("0"))
    assert kept.get(FIRST, key("1")) is None
