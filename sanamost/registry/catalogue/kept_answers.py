"""Answers of the search index, kept as bytes until the index is another one.

An answer depends on the question, the unit of its prices and the index: nothing else, no person, no
cookie, no language (it tells names in all of them). So whoever asks the same of the same index is
told the same bytes. An index is never changed, so one that shows any change is another index, and
with it everything kept goes.
"""

import threading
from collections import OrderedDict

from sanamost.engines.search import Index, Question
from sanamost.registry.catalogue.search_answers import Unit

Key = tuple[Question, Unit]
MOST_BYTES = 8_000_000
"""Bound of what is kept by a process: about a thousand answers of twenty hits."""
ENTRY = 1_000
"""What an entry takes beside its answer: the question, its texts and filters, the tables' cells."""


class KeptAnswers:
    """Answers of one index; what was not asked for the longest time makes room. Any thread may."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        """Nothing yet; never more than `most` bytes."""
        self._most, self._bytes = most, 0
        self._index: Index | None = None
        self._answers: OrderedDict[Key, bytes] = OrderedDict()
        self._spelt: OrderedDict[str, Key] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """How many bytes are held, by its own reckoning."""
        return self._bytes

    def get(self, index: Index, key: Key) -> bytes | None:
        """The answer of this index; None where it is not kept."""
        with self._lock:
            return self._get(key) if self._is(index) else None

    def spelt(self, index: Index, raw: str) -> bytes | None:
        """The answer to a question as it was spelt in an address."""
        with self._lock:
            key = self._spelt.get(raw) if self._is(index) else None
            return None if key is None else self._get(key)

    def put(self, index: Index, key: Key, answer: bytes, raw: str = "") -> None:
        """Keep the answer, under the address's spelling too where one is given."""
        with self._lock:
            if not self._is(index) or ENTRY + len(answer) > self._most:
                return
            if key not in self._answers:
                self._answers[key] = answer
                self._bytes += ENTRY + len(answer)
            if raw and raw not in self._spelt:
                self._spelt[raw] = key
                self._bytes += ENTRY + len(raw)
            while self._bytes > self._most:
                self._drop()

    def begin(self, index: Index | None) -> None:
        """From now on answers of this index are kept, and no others."""
        with self._lock:
            if index is not self._index:
                self._index, self._bytes = index, 0
                self._answers, self._spelt = OrderedDict(), OrderedDict()

    def _is(self, index: Index) -> bool:
        return index is self._index

    def _get(self, key: Key) -> bytes | None:
        found = self._answers.get(key)
        if found is not None:
            self._answers.move_to_end(key)
        return found

    def _drop(self) -> None:
        """One of the oldest, of spellings first where they are more than the answers."""
        if len(self._spelt) > len(self._answers):
            raw, _key = self._spelt.popitem(last=False)
            self._bytes -= ENTRY + len(raw)
        else:
            _key, answer = self._answers.popitem(last=False)
            self._bytes -= ENTRY + len(answer)
