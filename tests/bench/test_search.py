"""The search's benchmark, run small: its judgements and its counts, not its times."""

import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bench.search_corpus import make
from bench.search_http import drawn, repeats
from bench.search_questions import for_tuning, unjudged
from bench.search_wording import mistyped

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def line() -> dict[str, dict[str, float]]:
    said = ["--offers", "20000", "--rounds", "1", "--questions", "100"]
    done = subprocess.run(
        [sys.executable, "-m", "bench.search", *said, "--stages", "race,hit,peers,counts"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_every_count_was_compared_with_sqls(line: dict[str, dict[str, float]]) -> None:
    assert line["values"]["counts_equal"] >= 200


def test_more_is_found_than_by_either_peer(line: dict[str, dict[str, float]]) -> None:
    values = line["values"]

    assert values["hit20"] >= 0.95
    assert values["hit20"] > max(values["hit20_tantivy"], values["hit20_postgres"])


def test_three_questions_in_ten_cross_languages() -> None:
    corpus = make(20_000, questions=100)

    assert sum(one.cross for one in corpus.questions) == 30
    spoken = {one.meaning: set(one.names) for one in corpus.services}
    assert all(one.right & set(spoken) for one in corpus.questions)


def test_no_subject_is_of_both_halves() -> None:
    corpus = make(20_000, questions=200)

    halves = {True: 0, False: 0}
    for one in corpus.questions:
        halves[one.tuning] += 1
        # An answer may belong to the other half; what the question was made from may not.
        assert any(for_tuning(meaning) is one.tuning for meaning in one.right)
    assert halves == {True: 100, False: 100}


def test_a_stage_that_fails_is_named_and_the_others_are_measured() -> None:
    said = ["--offers", "7000", "--questions", "20", "--limit", "1", "--stages", "hit,http"]
    done = subprocess.run(
        [sys.executable, "-m", "bench.search", *said],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    line = json.loads(done.stdout.splitlines()[-1])

    assert done.returncode
    assert "http" in line["failed"]
    assert ("hit20" in line["values"]) is ("hit" not in line["failed"])


def test_questions_repeat_by_zipfs_law() -> None:
    dice = random.Random(1)  # noqa: S311 a repeatable order, no secret
    asked = drawn(dice, [str(rank) for rank in range(1, 1_001)], 1.0, 20_000)
    counted = Counter(asked)

    assert 1.8 < counted["1"] / counted["2"] < 2.2
    assert 8 < counted["1"] / counted["10"] < 12.5
    assert repeats(["a", "b", "a", "a"]) == 0.5


def test_questions_through_http_are_all_different() -> None:
    texts = unjudged(make(20_000, questions=100).questions, 1_500)

    assert len(set(texts)) == len(texts) == 1_500


def test_the_corpus_is_the_same_each_time() -> None:
    first, second = make(7_000, questions=20), make(7_000, questions=20)

    assert first.questions == second.questions
    assert [one.names for one in first.services] == [one.names for one in second.services]


def test_a_typing_error_changes_the_word_but_not_its_ends() -> None:
    dice = random.Random(1)  # noqa: S311 a repeatable order, no secret
    for _try in range(200):
        word = mistyped(dice, "операция")
        assert word[0] == "о"
        assert abs(len(word) - 8) <= 1
