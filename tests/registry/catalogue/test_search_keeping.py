"""An index kept in a folder …"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sanamost.engines.search import Changes, Index, Question
from sanamost.registry.catalogue.search_keeping import SMALL, keep, kept
from tests.engines.search import samples

ASKED = ["knee replacement", "换膝盖", "lfdktybt", "M17", "эндопротизирование", "", "qqqq"]


@pytest.fixture(params=[0, SMALL])
def again(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Index:
    """The sample index, kept with its arrays apart or not, and read after the folder is empty."""
    monkeypatch.setattr("sanamost.registry.catalogue.search_keeping.SMALL", request.param)
    keep(samples.index(), tmp_path)
    read, _pages = kept(tmp_path)
    for file in tmp_path.iterdir():
        file.unlink()
    return read


@pytest.mark.parametrize("text", ASKED)
def test_answers_as_the_one_that_was_kept(again: Index, text: str) -> None:
    assert again.ask(Question(text=text)) == samples.index().ask(Question(text=text))


def test_takes_changes_though_its_pages_cannot_be_written_to(again: Index) -> None:
    offer = samples.offers()[0]
    service = next(one for one in samples.SERVICES if one.key == offer.service)
    put = offer._replace(price=1)

    after = again.apply(Changes(services={service.key: service}, put=[put]))

    prices = {hit.offer: hit.price for hit in after.ask(Question(limit=100)).hits}
    assert prices[offer.key] == 1


def test_shows_the_same_after_its_pages_were_let_go_of(tmp_path: Path) -> None:
    keep(samples.index(), tmp_path)
    read, pages = kept(tmp_path)
    before = [read.ask(Question(text=text)) for text in ASKED]

    pages.let_go()

    assert [read.ask(Question(text=text)) for text in ASKED] == before


def test_shares_its_lexicon_with_the_next_of_the_same_words(tmp_path: Path) -> None:
    keep(samples.index(), tmp_path)

    first, second = kept(tmp_path)[0], kept(tmp_path)[0]

    assert first.lexicon is second.lexicon
    assert first.base.names.lexicon is first.lexicon


ASK = """
import json, sys
from pathlib import Path
from sanamost.engines.search import Question
from sanamost.registry.catalogue.search_keeping import kept
index, _pages = kept(Path(sys.argv[1]))
print(json.dumps([[h.offer for h in index.ask(Question(text=t)).hits] for t in sys.argv[2:]]))
"""


def test_finds_words_with_errors_in_another_process_too(tmp_path: Path) -> None:
    index, asked = samples.index(), ["эндопротизирование", "replasement of knee"]
    keep(index, tmp_path)

    for seed in ("1", "2"):
        told = subprocess.run(
            [sys.executable, "-c", ASK, str(tmp_path), *asked],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        here = [[hit.offer for hit in index.ask(Question(text=text)).hits] for text in asked]
        assert json.loads(told) == here
        assert all(here)
