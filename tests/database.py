"""The test database: made and migrated by the owner, used by the app.

Tests run as the role that production runs as, so row-level security bites in them. Only what the
owner does in production (migrate, fence) and emptying tables between tests runs as the owner.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from sanamost.adapters import postgres
from sanamost.foundation.access import fences
from sanamost.jobs.world.load import load
from sanamost.registry.catalogue import search_index
from tests.world import NOON

LOGIN = ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")

# Every table of the app's own schema that holds something; row security does not hide sizes.
FILLED = """
    select c.oid::regclass::text from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and pg_relation_size(c.oid) > 0
"""
# Append-only tables refuse TRUNCATE by a trigger; between tests the owner lifts just those.
TRUNCATE_GUARDS = """
    select tgrelid::regclass::text, quote_ident(tgname),
           case tgenabled when 'A' then 'enable always' when 'R' then 'enable replica'
                          else 'enable' end
    from pg_trigger where tgtype & 32 <> 0 and not tgisinternal and tgenabled <> 'D'
"""

MIGRATED = "sanamost_migrated_"

_kept: set[str] = set()


@contextmanager
def as_owner(on: Any = connection) -> Iterator[None]:
    """Use the owner's login on this thread's connection; never inside a transaction."""
    assert not on.in_atomic_block, "a transaction belongs to one role"
    on.close()
    app = on.settings_dict
    on.settings_dict = app | {key: settings.DATABASE_OWNER[key] for key in LOGIN}
    try:
        yield
    finally:
        on.close()
        app["NAME"] = on.settings_dict["NAME"]
        on.settings_dict = app


class LocalCluster:
    """Stops the local cluster after a session that started it, unless somebody else uses it."""

    def pytest_sessionstart(self) -> None:
        """Note whether it runs already."""
        self.found = not settings.LOCAL_DATABASE or postgres.running(settings.HOME)

    def pytest_sessionfinish(self) -> None:
        """Stop it if this session started it."""
        if not self.found and not postgres.clients(settings.HOME):
            postgres.stop(settings.HOME)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """The migrated and fenced test database, in place of pytest-django's fixture."""
    if settings.LOCAL_DATABASE:
        postgres.ensure_running(settings.HOME)
    verbosity = request.config.option.verbose
    with django_db_blocker.unblock(), as_owner():
        made = migrated(verbosity)
        fences.apply(connection)
        remember(connection)
    with django_db_blocker.unblock():
        load(NOON, prices=False, cards=False)  # once; tests that empty tables run last
        connection.close()
    TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[attr-defined] # Django's own hook, not in the stubs
    yield
    search_index.current().forget()  # its own connection
    with django_db_blocker.unblock(), as_owner():
        teardown_databases(made, verbosity)


def migrated(verbosity: int) -> Any:
    """Create the database and migrate it, from a copy of the last migrated one where that is right.

    The copy only saves time: migrations, their signals and the fences run on it in any case. It is
    kept in the local cluster alone, under the digest of all migrations.
    """
    if not settings.LOCAL_DATABASE:
        return setup_databases(verbosity, interactive=False, serialized_aliases=set())
    copy = f"{MIGRATED}{digest_of_migrations()}"
    known = databases(connection)
    if copy in known:
        connection.settings_dict["TEST"]["TEMPLATE"] = copy
    made = setup_databases(verbosity, interactive=False, serialized_aliases=set())
    if copy not in known:
        name = connection.settings_dict["NAME"]
        connection.close()
        with connection._nodb_cursor() as cursor:
            for old in (name for name in known if name.startswith(MIGRATED)):
                with suppress(DatabaseError):  # another session copies from it just now
                    cursor.execute(f"drop database if exists {old}")
            with suppress(DatabaseError):  # another session was first
                cursor.execute(f"create database {copy} template {name}")
    return made


def databases(on: Any) -> set[str]:
    """The names of the cluster's databases."""
    with on._nodb_cursor() as cursor:
        cursor.execute("select datname from pg_database")
        return {name for (name,) in cursor.fetchall()}


def digest_of_migrations() -> str:
    """What tells one set of migrations from another."""
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path).glob("migrations/*.py")):
            digest.update(f"{app.label} {path.name}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def remember(on: BaseDatabaseWrapper) -> None:
    """Note what migrations filled (kept by every test); make commits quick, not durable."""
    with on.cursor() as cursor:
        cursor.execute(FILLED)
        _kept.update(table for (table,) in cursor.fetchall())
        name = on.ops.quote_name(on.settings_dict["NAME"])
        cursor.execute(f"alter database {name} set synchronous_commit = off")


def empty_tables(self: TransactionTestCase) -> None:
    """Empty what a test with transactions of its own has filled; the tables migrations filled stay.

    Such a test therefore leaves rows it adds to those (content types, permissions, sites) behind.
    """
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '10s'")
        cursor.execute(FILLED)
        tables = [table for (table,) in cursor.fetchall() if table not in _kept]
        if tables:
            cursor.execute(TRUNCATE_GUARDS)
            guards = cursor.fetchall()
            for table, guard, _ in guards:
                cursor.execute(f"alter table {table} disable trigger {guard}")
            cursor.execute(f"truncate {', '.join(tables)} cascade")
            for table, guard, enable in guards:
                cursor.execute(f"alter table {table} {enable} trigger {guard}")
