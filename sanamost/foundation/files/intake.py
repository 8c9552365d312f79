"""The way in: quarantine, size, content, scanner, full parse. Nothing is stored before the last."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from sanamost.foundation.files import inspection, kinds, names
from sanamost.foundation.files.kinds import Kind, Limits
from sanamost.foundation.files.refusals import file_refused
from sanamost.foundation.files.sandbox.verdicts import Facts
from sanamost.foundation.files.scanning import Scanner, ScannerUnavailable, scanner

PIECE_BYTES = 1024 * 1024


class Inspector(Protocol):
    """Something that parses a quarantined file in full, as `inspection.inspect` does."""

    def __call__(self, kind: Kind, file: BinaryIO) -> Facts:
        """What was found; raises `inspection.NotTaken`."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A file that passed every check, still in quarantine."""

    path: Path
    name: str
    kind: Kind
    media_type: str
    size: int
    sha256: str
    pages: int
    width: int
    height: int
    preview: bool

    def pieces(self) -> Iterator[bytes]:
        """The content as it will be kept."""
        with self.path.open("rb") as file:
            yield from iter(lambda: file.read(PIECE_BYTES), b"")


@contextmanager
def accept_upload(
    stream: BinaryIO | Iterable[bytes],
    *,
    declared_name: str,
    declared_type: str = "",
    limits: Limits | None = None,
    scan_with: Scanner | None = None,
    inspect_with: Inspector = inspection.inspect,
) -> Iterator[Accepted]:
    """Take a stranger's file into a folder of its own, which is gone when the block ends.

    Inside the block the file is safe to keep. Raises `FileRefused`, whose message names the file
    and the cure. What trails behind an image is cut off and the preamble of a DICOM file is zeroed,
    so the kept bytes may differ from the sent ones; size and SHA-256 are those of the kept ones.
    """
    name, limits = names.clean(declared_name), limits or Limits()
    with tempfile.TemporaryDirectory(prefix="quarantine-") as folder:
        path = Path(folder) / "upload"
        size = _keep_within(stream, path, name, limits)
        with path.open("r+b") as file:
            kind = _kind(file, size, name, declared_type, limits)
            _scan(file, name, scan_with or scanner())
            facts = _inspect(file, kind, name, inspect_with)
            _make_harmless(file, facts)
        yield Accepted(
            path=path,
            name=kinds.true_name(kind, name),
            kind=kind,
            media_type=kinds.MEDIA_TYPES[kind],
            size=path.stat().st_size,
            sha256=_digest(path),
            pages=facts.pages,
            width=facts.width,
            height=facts.height,
            preview=facts.preview,
        )


def _keep_within(stream: BinaryIO | Iterable[bytes], path: Path, name: str, limits: Limits) -> int:
    size = 0
    path.touch(mode=0o600)
    with path.open("wb") as file:
        for piece in _pieces(stream):
            size += len(piece)
            if size > limits.most:
                raise _too_large(name, limits.most)
            file.write(piece)
    if size == 0:
        raise file_refused("file_empty", name)
    return size


def _pieces(stream: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    read = getattr(stream, "read", None)
    return iter(stream) if read is None else iter(lambda: read(PIECE_BYTES), b"")


def _kind(file: BinaryIO, size: int, name: str, declared_type: str, limits: Limits) -> Kind:
    kind = kinds.recognise(file, size)
    if not isinstance(kind, Kind):
        raise file_refused(kind, name)
    if size > limits.bytes_of[kind]:
        raise _too_large(name, limits.bytes_of[kind])
    if not kinds.fits(kind, name, declared_type):
        raise file_refused("file_name_misleading", name)
    return kind


def _scan(file: BinaryIO, name: str, scan_with: Scanner | None) -> None:
    if scan_with is None:
        return
    file.seek(0)
    try:
        found = scan_with.scan(file)
    except ScannerUnavailable:
        raise file_refused("scanner_unavailable", name) from None
    if found:
        raise file_refused("file_infected", name)


def _inspect(file: BinaryIO, kind: Kind, name: str, inspect_with: Inspector) -> Facts:
    file.seek(0)
    try:
        return inspect_with(kind, file)
    except inspection.NotTaken as refused:
        raise file_refused(refused.code, name) from None


def _make_harmless(file: BinaryIO, facts: Facts) -> None:
    file.truncate(facts.keep)
    file.seek(0)
    file.write(bytes(facts.clear))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _too_large(name: str, most: int) -> Exception:
    return file_refused("file_too_large", name, limit=most // kinds.MEGABYTE)
