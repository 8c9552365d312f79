"""Start, stop and renew the local cluster; safe to call from many processes at once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from sanamost.adapters.postgres import binaries, cluster, places, process


def running(home: Path) -> bool:
    """Whether the cluster of `home` answers a query now."""
    where = places.places(home)
    places.prove_private(where)
    return process.answers(where)


def ensure_running(home: Path) -> None:
    """Return with a cluster that answers and holds both roles and the database.

    Cheap when it runs already (one query). Of several callers at once one starts it, the others
    wait. Raises PostgresUnavailableError, with the cure, when it cannot be started.
    """
    where = places.places(home)
    places.prove_private(where)
    if _ready(where):
        return
    places.make(where)
    with _alone(where):
        if _ready(where):
            return
        programs = binaries.choose(where)
        cluster.create(where, programs)
        if not process.answers(where):
            cluster.configure(where)
            process.start(where, programs)
        with process.connect(where) as connection:
            cluster.prepare(connection)
    (where.base / "home").write_text(f"{home.resolve()}\n", encoding="utf-8")


def stop(home: Path) -> None:
    """Stop the cluster if it runs; committed data are kept."""
    where = places.places(home)
    if where.base.exists():
        with _alone(where):
            process.end(where)


def start_over(home: Path) -> None:
    """Drop the local database and make an empty one; test databases and roles stay."""
    ensure_running(home)
    where = places.places(home)
    with _alone(where), process.connect(where) as connection:
        cluster.drop(connection)
        cluster.prepare(connection)


def clients(home: Path) -> int:
    """How many connections others have to the running cluster; 0 when it does not run."""
    where = places.places(home)
    if not process.answers(where):
        return 0
    with process.connect(where) as connection:
        found = connection.execute(
            "select count(*) from pg_stat_activity"
            " where backend_type = 'client backend' and pid <> pg_backend_pid()"
        ).fetchone()
    return int(found[0]) if found else 0


def _ready(where: places.Places) -> bool:
    try:
        with process.connect(where) as connection:
            return cluster.prepared(connection)
    except psycopg.OperationalError:
        return False


@contextmanager
def _alone(where: places.Places) -> Iterator[None]:
    """Keep others out; the kernel frees the lock when the holder dies, however it dies."""
    handle = os.open(where.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
