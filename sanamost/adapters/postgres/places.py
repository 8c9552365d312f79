"""Where a local cluster lies and who runs it."""

import hashlib
import os
import pwd
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sanamost.adapters.postgres.errors import PostgresUnavailableError

DATABASE = "sanamost"
OWNER = "sanamost_owner"
APP = "sanamost_app"
SUPERUSER = "postgres"
PORT = 5432  # names the socket file; nothing listens on the network

ROOT_BASE = Path("/var/lib/sanamost")
# A socket's path may have 107 bytes, of which "/.s.PGSQL.5432" takes 14.
LONGEST_SOCKET_DIRECTORY = 90
PLAIN_PATH = re.compile(r"[A-Za-z0-9_./-]+")


@dataclass(frozen=True)
class Places:
    """The directories of one cluster."""

    base: Path
    socket: Path

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.base / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.base / "log" / "server.log"

    @property
    def lock(self) -> Path:
        """Held while somebody starts, stops or prepares the cluster."""
        return self.base / "lock"


@dataclass(frozen=True)
class Account:
    """The system account that the server runs as."""

    user: int
    group: int


def places(home: Path) -> Places:
    """The places that belong to `home`: a pure rule, so every process finds the same socket."""
    key = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:10]
    if os.geteuid() == 0:
        base = ROOT_BASE / key
        return Places(base=base, socket=base / "socket")
    base = home.resolve() / "postgres"
    socket = base / "socket"
    if len(os.fsencode(socket)) > LONGEST_SOCKET_DIRECTORY or not PLAIN_PATH.fullmatch(str(socket)):
        socket = Path(f"/tmp/sanamost-{os.geteuid()}-{key}")  # noqa: S108 proved ours before use
    return Places(base=base, socket=socket)


def local_url(role: Literal["owner", "app"], home: Path) -> str:
    """The address of the local cluster for `role`: "app" (runs) or "owner" (migrates)."""
    user = {"owner": OWNER, "app": APP}[role]
    host = quote(str(places(home).socket), safe="")
    return f"postgresql://{user}@:{PORT}/{DATABASE}?host={host}"


def account(where: Places) -> Account:
    """Who runs the server: this user; for root the owner of the data, `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    if where.data.exists():
        status = where.data.stat()
        return Account(status.st_uid, status.st_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise PostgresUnavailableError(
        "PostgreSQL does not run as root, and this machine has neither a user 'postgres' nor "
        "'nobody'. Cure: useradd --system postgres"
    )


def make(where: Places) -> None:
    """Create the directories, closed to everybody but the server's account and root."""
    try:
        where.base.mkdir(parents=True, exist_ok=True)
        # Root's base is only a way through for the server's account; what lies in it is closed.
        where.base.chmod(0o711 if os.geteuid() == 0 else 0o700)
        who = account(where)
        for directory in (where.log.parent, where.socket):
            own(directory, who)
    except OSError as reason:
        raise PostgresUnavailableError(
            f"No room for the local PostgreSQL: {reason}. Cure: name a writable directory in "
            "SANAMOST_HOME, or a PostgreSQL of yours in DATABASE_URL"
        ) from reason
    prove_private(where)


def own(directory: Path, who: Account) -> None:
    """Make `directory`, if need be, as a private one of `who`."""
    directory.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(directory, who.user, who.group, follow_symlinks=False)


def prove_private(where: Places) -> None:
    """Refuse a socket directory that another user could have laid out for us.

    Raises PostgresUnavailableError; a directory that does not exist is private.
    """
    try:
        status = where.socket.lstat()
    except FileNotFoundError:
        return
    ours = status.st_uid in {os.geteuid(), account(where).user} and stat.S_ISDIR(status.st_mode)
    if not ours or status.st_mode & 0o077:
        raise PostgresUnavailableError(
            f"{where.socket} is not a private directory of ours (owner {status.st_uid}, mode "
            f"{status.st_mode & 0o777:o}). Cure: remove it"
        )
