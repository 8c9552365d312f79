"""An index in a folder: built by one process, read by another without copying its arrays.

Pickle 5 hands out the arrays' memory apart from the rest (PEP 574); the arrays lie in one file that
the reader maps, so their pages are the system's, are shared by whoever maps the same file, are read
from it as they are needed and can be let go of. A lexicon hardly ever changes: a reader that has
one of the same bytes takes it again. Only for folders that nobody else can write to: a pickle is
code.
"""

import functools
import io
import mmap
import pickle
from pathlib import Path
from typing import Any, cast

from sanamost.engines.search import Index, Lexicon

ALIGNED = 64
SMALL = 4_096
"""Bytes under which an array stays with the rest."""
LEXICON = "lexicon"
"""What stands in the rest where the lexicon does."""
ARRAYS, REST = "arrays", "rest"


class Pages:
    """The pages under an index's arrays; none where it was built in this process."""

    def __init__(self, mapped: mmap.mmap | None = None) -> None:
        """Of the file that was mapped."""
        self._mapped = mapped

    def let_go(self) -> None:
        """Hold no page of the file any more; those that are asked for come back by themselves."""
        if self._mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
            self._mapped.madvise(mmap.MADV_DONTNEED)


def keep(index: Index, folder: Path) -> None:
    """Write the index into the folder."""
    buffers: list[pickle.PickleBuffer] = []

    def apart(buffer: pickle.PickleBuffer) -> bool:
        """Whether the array stays with the rest."""
        if buffer.raw().nbytes < SMALL:
            return True
        buffers.append(buffer)
        return False

    rest = io.BytesIO()
    _Writer(rest, index.lexicon, apart).dump(index)
    spans = []
    with (folder / ARRAYS).open("wb") as arrays:
        for buffer in buffers:
            arrays.write(bytes(-arrays.tell() % ALIGNED))
            begin = arrays.tell()
            spans.append((begin, begin + arrays.write(buffer.raw())))
    lexicon = pickle.dumps(index.lexicon, protocol=5)
    (folder / REST).write_bytes(pickle.dumps((lexicon, spans, rest.getvalue())))


def kept(folder: Path) -> tuple[Index, Pages]:
    """The index from the folder, which may be deleted afterwards, and the pages that it lies on."""
    lexicon, spans, rest = pickle.loads((folder / REST).read_bytes())  # noqa: S301 our own child's
    pages = None
    if spans:
        with (folder / ARRAYS).open("rb") as arrays:
            pages = mmap.mmap(arrays.fileno(), 0, access=mmap.ACCESS_READ)
    mapped = memoryview(pages or b"")
    buffers = [mapped[begin:after] for begin, after in spans]
    index = _Reader(io.BytesIO(rest), _lexicon(lexicon), buffers).load()
    return cast("Index", index), Pages(pages)


@functools.lru_cache(maxsize=1)
def _lexicon(written: bytes) -> Lexicon:
    return cast("Lexicon", pickle.loads(written))  # noqa: S301 our own child's


class _Writer(pickle.Pickler):
    """Writes everything but the lexicon, and arrays apart."""

    def __init__(self, file: io.BytesIO, lexicon: Lexicon, apart: Any) -> None:
        super().__init__(file, protocol=5, buffer_callback=apart)
        self._lexicon = lexicon

    def persistent_id(self, thing: Any) -> str | None:
        return LEXICON if thing is self._lexicon else None


class _Reader(pickle.Unpickler):
    """Reads it, with the lexicon given."""

    def __init__(self, file: io.BytesIO, lexicon: Lexicon, buffers: list[memoryview]) -> None:
        super().__init__(file, buffers=buffers)
        self._lexicon = lexicon

    def persistent_load(self, _name: Any) -> Lexicon:
        return self._lexicon
