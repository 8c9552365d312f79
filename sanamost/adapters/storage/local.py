"""Blobs in a folder of this machine (setting FILE_STORE): fsynced, renamed, then promised."""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from sanamost.foundation.files.storage import BlobMissing

NAME = re.compile(r"[A-Za-z0-9_]+(/[A-Za-z0-9_]+)*")
UNFINISHED = ".unfinished-"


class LocalStorage:
    """A folder; blobs are spread over subfolders by the first letters of their names."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(settings.FILE_STORE)

    def put(self, name: str, content: Iterable[bytes]) -> int:
        """Write beside the goal, fsync, rename, fsync the folder: whole or absent after a crash."""
        goal = self._path(name)
        goal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, unfinished = tempfile.mkstemp(prefix=UNFINISHED, dir=goal.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                size = sum(file.write(piece) for piece in content)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).replace(goal)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        self._sync_folders(goal.parent)
        return size

    def open(self, name: str) -> BinaryIO:
        """The blob for reading."""
        try:
            return self._path(name).open("rb")
        except FileNotFoundError:
            raise BlobMissing(name) from None

    def delete(self, name: str) -> None:
        """Forget the blob."""
        self._path(name).unlink(missing_ok=True)

    def names(self, older_than: float) -> Iterator[str]:
        """Names of blobs last written before `older_than`; sweeps writes that never ended."""
        for path in self.folder.rglob("*"):
            if not path.is_file() or path.stat().st_mtime >= older_than:
                continue
            if path.name.startswith(UNFINISHED):
                path.unlink(missing_ok=True)
            else:
                yield "/".join(path.relative_to(self.folder).parts[1:])

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError("a blob's name is made of letters, digits and slashes")
        return self.folder / name[:2] / name

    def _sync_folders(self, folder: Path) -> None:
        for each in (folder, *folder.parents):
            descriptor = os.open(each, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if each == self.folder:
                return
