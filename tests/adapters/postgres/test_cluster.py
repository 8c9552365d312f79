"""A local cluster …"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, LiteralString

import psycopg
import pytest

from sanamost.adapters import postgres
from sanamost.adapters.postgres import cluster as content
from sanamost.adapters.postgres import places

Login = psycopg.Connection


def login(home: Path, role: Literal["owner", "app"]) -> Login:
    return psycopg.connect(postgres.local_url(role, home), autocommit=True)


@pytest.fixture
def owner(cluster: Path) -> Iterator[Login]:
    with login(cluster, "owner") as connection:
        yield connection


@pytest.fixture
def app(cluster: Path) -> Iterator[Login]:
    with login(cluster, "app") as connection:
        yield connection


@pytest.fixture
def guarded(owner: Login) -> Iterator[None]:
    """A table of which the app may see nothing, although it may read it."""
    owner.execute("create table guarded as select 1 as secret")
    owner.execute("alter table guarded enable row level security, force row level security")
    owner.execute("grant select, insert, update, delete on guarded to sanamost_app")
    yield
    owner.execute("drop table guarded")


def value(connection: Login, query: LiteralString) -> object:
    row = connection.execute(query).fetchone()
    return row and row[0]


def test_gives_neither_role_a_way_around_row_security(owner: Login, app: Login) -> None:
    for role in (owner, app):
        assert (
            value(role, "select rolsuper or rolbypassrls from pg_roles where rolname = user")
            is False
        )
        assert value(role, "select rolcreaterole from pg_roles where rolname = user") is False


def test_shows_the_app_no_guarded_row(guarded: None, app: Login) -> None:
    assert value(app, "select count(*) from guarded") == 0


@pytest.mark.parametrize(
    "attempt",
    [
        "set row_security = off; select * from guarded",
        "alter table guarded disable row level security",
        "alter table guarded owner to sanamost_app",
        "create policy mine on guarded using (true)",
        "truncate guarded",
        "drop table guarded",
        "set role sanamost_owner",
        "set session authorization postgres",
        "alter role sanamost_app bypassrls",
        "grant sanamost_owner to sanamost_app",
        "create table own (id int)",
        "create database own",
        "create extension hstore",
        "copy guarded to '/tmp/guarded'",
        "copy guarded from program 'true'",
        "select pg_read_file('PG_VERSION')",
    ],
)
def test_refuses_the_app_what_only_an_owner_may(
    guarded: None, app: Login, attempt: LiteralString
) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(attempt)


def test_belongs_to_the_owner_who_makes_test_databases(owner: Login) -> None:
    owned = "select datdba::regrole::text from pg_database where datname = current_database()"
    assert value(owner, owned) == "sanamost_owner"
    owner.execute("create database test_of_the_owner")
    owner.execute("drop database test_of_the_owner")


@pytest.mark.parametrize("extension", content.EXTENSIONS)
def test_lets_the_owner_create_the_extensions(owner: Login, extension: str) -> None:
    with owner.transaction(force_rollback=True):
        owner.execute(f"create extension {extension}".encode())


def test_speaks_utf8_and_knows_cyrillic_letters(owner: Login) -> None:
    assert value(owner, "show server_encoding") == "UTF8"
    assert value(owner, "select lower('ЁЛКА ЖУК')") == "ёлка жук"
    assert value(owner, "select 'Суставы' ilike 'СУСТАВЫ'") is True


def test_is_durable(owner: Login) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert value(owner, f"show {setting}") == "on"


def test_listens_on_its_socket_alone(cluster: Path, owner: Login) -> None:
    assert value(owner, "show listen_addresses") == ""
    where = places.places(cluster)
    assert [path.name for path in where.socket.glob(".s.PGSQL.*[0-9]")] == [".s.PGSQL.5432"]
    assert where.socket.stat().st_mode & 0o777 == 0o700
    assert (where.socket / ".s.PGSQL.5432").stat().st_mode & 0o777 == 0o700
    assert where.data.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try as another user")
@pytest.mark.parametrize("stranger", [12345, 65534])
def test_lets_no_other_user_of_the_machine_in(cluster: Path, stranger: int) -> None:
    socket = places.places(cluster).socket / ".s.PGSQL.5432"
    if socket.stat().st_uid == stranger:
        pytest.fail("the stranger runs the server: this machine has no user 'postgres'")
    attempt = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
    tried = subprocess.run(
        ["/usr/bin/env", "python3", "-c", attempt, str(socket)],
        user=stranger,
        group=stranger,
        extra_groups=[],
        cwd="/",
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "PermissionError" in tried.stderr
    with login(cluster, "app"):
        pass  # the rightful user gets in at the same moment


def test_starts_over_with_an_empty_database_and_sends_clients_away(cluster: Path) -> None:
    with login(cluster, "owner") as before:
        before.execute("create table gone ()")
        # The server may still be saying farewell to a connection that was closed just now.
        until = time.monotonic() + 10
        while postgres.clients(cluster) > 1 and time.monotonic() < until:
            time.sleep(0.05)
        assert postgres.clients(cluster) == 1
        postgres.start_over(cluster)
        with pytest.raises(psycopg.OperationalError):
            before.execute("select 1")
    with login(cluster, "owner") as after:
        assert value(after, "select to_regclass('gone')") is None


def test_is_run_by_someone_else_than_root(cluster: Path) -> None:
    assert places.places(cluster).data.stat().st_uid != 0
    assert sys.platform != "linux" or Path("/proc").exists()
