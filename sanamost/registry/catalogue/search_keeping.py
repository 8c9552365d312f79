"""An index in a folder: built by one process, read by another without copying its arrays.

Pickle 5 hands out the arrays' memory apart from the rest (PEP 574); the arrays lie in one file that
the reader maps, so their pages are the system's, are shared by whoever maps the same file, and are
read from it as they are needed. Only for folders that nobody else can write to: a pickle is code.
"""

import mmap
import pickle
from pathlib import Path
from typing import Any

ALIGNED = 64
SMALL = 4_096
"""Bytes under which an array stays with the rest."""


def keep(thing: object, folder: Path) -> None:
    """Write the thing into the folder."""
    buffers: list[pickle.PickleBuffer] = []

    def apart(buffer: pickle.PickleBuffer) -> bool:
        """Whether the array stays with the rest."""
        if buffer.raw().nbytes < SMALL:
            return True
        buffers.append(buffer)
        return False

    rest = pickle.dumps(thing, protocol=5, buffer_callback=apart)
    spans = []
    with (folder / "arrays").open("wb") as arrays:
        for buffer in buffers:
            arrays.write(bytes(-arrays.tell() % ALIGNED))
            begin = arrays.tell()
            spans.append((begin, begin + arrays.write(buffer.raw())))
    (folder / "rest").write_bytes(pickle.dumps((spans, rest)))


def kept(folder: Path) -> Any:
    """The thing from the folder, which may be deleted afterwards."""
    spans, rest = pickle.loads((folder / "rest").read_bytes())  # noqa: S301 our own child's
    with (folder / "arrays").open("rb") as arrays:
        if not spans:
            return pickle.loads(rest)  # noqa: S301 our own child's
        mapped = memoryview(mmap.mmap(arrays.fileno(), 0, access=mmap.ACCESS_READ))
    return pickle.loads(rest, buffers=[mapped[i:j] for i, j in spans])  # noqa: S301 our own child's
