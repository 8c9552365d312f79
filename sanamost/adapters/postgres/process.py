"""The server's process: is it there, has it left anything behind, start it, end it."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from sanamost.adapters.postgres.binaries import Binaries, as_server
from sanamost.adapters.postgres.errors import PostgresUnavailableError
from sanamost.adapters.postgres.places import PORT, SUPERUSER, Places

# A server that was killed is refused its own leavings for a moment; recovery takes its time too.
SECONDS_OF_STARTS = 10
SECONDS_OF_RECOVERY = 60
SECONDS_FOR_ORPHANS = 5
SECONDS_TO_STOP = 15
PROCESSES = Path("/proc")


def connect(where: Places, database: str = "postgres") -> psycopg.Connection:
    """A connection as the cluster's superuser, for preparing the cluster and nothing else."""
    return psycopg.connect(
        host=str(where.socket),
        port=PORT,
        user=SUPERUSER,
        dbname=database,
        autocommit=True,
        connect_timeout=5,
    )


def answers(where: Places) -> bool:
    """Whether the server answers a query: the only proof that counts."""
    try:
        with connect(where) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def alive(pid: int, data: Path) -> bool:
    """Whether `pid` is a living process of the cluster in `data`.

    A killed server whose parent has not collected it is a zombie and not alive; a process that
    only got the same number does not work in the data directory.
    """
    if not PROCESSES.joinpath("self").exists():  # a system without /proc
        with suppress(ProcessLookupError):
            os.kill(pid, 0)
            return True
        return False
    try:
        state = (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
        return state not in {"Z", "X"} and Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    except OSError:
        return False


def postmaster(where: Places) -> int | None:
    """The number of the living server process."""
    pid = named_in(where.data / "postmaster.pid")
    return pid if pid and alive(pid, where.data) else None


def named_in(lock: Path) -> int | None:
    """The process that a lock file of PostgreSQL's names."""
    try:
        return int(lock.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def orphans(where: Places) -> list[int]:
    """Processes of a server that was killed, which still hold its memory."""
    numbers = (int(entry.name) for entry in PROCESSES.glob("[0-9]*"))
    return [pid for pid in numbers if alive(pid, where.data)]


def tidy(where: Places) -> None:
    """Clear what a killed server left; called only when there is no living server.

    The lock files go only after the last process of the old server: a new one beside it would
    write to the same files.
    """
    limit = time.monotonic() + SECONDS_FOR_ORPHANS
    while left := orphans(where):
        if time.monotonic() > limit:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)
    for lock in (where.data / "postmaster.pid", where.socket / f".s.PGSQL.{PORT}.lock"):
        named = named_in(lock)
        if named is None or not alive(named, where.data):
            lock.unlink(missing_ok=True)


def start(where: Places, programs: Binaries) -> None:
    """Start the server and return when it answers; recovers what a kill left behind.

    Raises PostgresUnavailableError with the server's last words.
    """
    begun = time.monotonic()
    while not answers(where):
        waited = time.monotonic() - begun
        lives = postmaster(where) is not None
        if waited > (SECONDS_OF_RECOVERY if lives else SECONDS_OF_STARTS):
            raise PostgresUnavailableError(
                f"PostgreSQL does not start. It said:\n{last_words(where)}"
            )
        if not lives:
            tidy(where)
            launch(where, programs)
        time.sleep(0.05)


def launch(where: Places, programs: Binaries) -> None:
    """One attempt: the server detaches itself, so it outlives this process and its terminal."""
    arguments = ["-D", str(where.data), "-l", str(where.log), "-w", "-t", "5"]
    as_server(where, [programs.program("pg_ctl"), "start", *arguments])


def last_words(where: Places) -> str:
    """The end of the server's log."""
    if not where.log.exists():
        return f"nothing (no {where.log})"
    return "\n".join(where.log.read_text(errors="replace").splitlines()[-15:])


def end(where: Places) -> None:
    """Stop the server: clients are sent away, everything committed is kept."""
    pid = postmaster(where)
    if pid is None:
        return
    begun = time.monotonic()
    sent = None
    while alive(pid, where.data):
        late = time.monotonic() - begun > SECONDS_TO_STOP
        wanted = signal.SIGQUIT if late else signal.SIGINT
        if wanted != sent:
            with suppress(ProcessLookupError):
                os.kill(pid, wanted)
            sent = wanted
        time.sleep(0.02)
