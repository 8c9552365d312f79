"""The machine's own PostgreSQL, started for demonstrations, tests and development."""

import base64
import os
from pathlib import Path


def local_secret(home: Path, name: str) -> str:
    """A random 32-byte secret in base64, made once and kept in `home/secrets/name` (mode 0600)."""
    path = home / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(base64.b64encode(os.urandom(32)).decode())
    return path.read_text()


def local_url(role: str, home: Path) -> str:
    """The address of the local cluster for `role`: "app" (runs) or "owner" (migrates)."""
    return f"postgresql:///sanamost?user=sanamost_{role}&host=/tmp"
