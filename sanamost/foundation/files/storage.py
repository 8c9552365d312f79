"""Where blobs lie: what every store must promise. `config` names the one in use."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import BinaryIO, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class BlobMissing(Exception):
    """A row names a blob that the store does not hold: restore it from the backup."""


class Storage(Protocol):
    """A place for sealed blobs under opaque names (letters, digits and `/`)."""

    def put(self, name: str, content: Iterable[bytes]) -> int:
        """Keep the whole content durably, or nothing at all; returns its size in bytes.

        When this returns, the bytes survive a power cut. An older blob of that name is replaced.
        """

    def open(self, name: str) -> BinaryIO:
        """The blob for reading; raises `BlobMissing`."""

    def delete(self, name: str) -> None:
        """Forget the blob; nothing happens when there is none."""

    def names(self, older_than: float) -> Iterator[str]:
        """Names of blobs last written before `older_than` (seconds since 1970)."""


@cache
def _store(path: str) -> Storage:
    return cast("Storage", import_string(path)())


def store() -> Storage:
    """The store in use, as the setting FILE_STORAGE names it."""
    return _store(settings.FILE_STORAGE)
