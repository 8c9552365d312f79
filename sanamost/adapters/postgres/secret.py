"""Secrets that a local installation makes for itself."""

import base64
import os
import tempfile
from contextlib import suppress
from pathlib import Path


def local_secret(home: Path, name: str) -> str:
    """A random 32-byte secret in base64, made once and kept in `home/secrets/name` (mode 0600).

    Two processes that ask at once get the same secret: the file appears whole or not at all.
    """
    path = home / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(path)
    return path.read_text(encoding="ascii")


def _make(path: Path) -> None:
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600 from the start
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(os.urandom(32)))
    with suppress(FileExistsError):  # another process was first: its secret counts
        os.link(draft, path)
    Path(draft).unlink()
