"""A database of its own beside the configured one: made, migrated, fenced, used, dropped."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

from sanamost.registry.catalogue import remembering, search_index

SECONDS_TO_LEAVE = 10


@contextmanager
def scratch_database(purpose: str) -> Iterator[str]:
    """Work on a fresh database in this process (and those it forks) until the end of the block."""
    name = f"sanamost_{purpose}_{os.getpid()}"
    configured: dict[str, Any] = connection.settings_dict
    before = configured["NAME"]
    with owner_of(before) as owner:
        owner.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    try:
        use(name)
        call_command("setup_database", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115 a sink, not a file
        yield name
    finally:
        use(before)
        with connection.cursor() as ours:  # a role may end its own sessions, not another's
            ours.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = %s and usename = current_user",
                [name],
            )
        with owner_of(before) as owner:
            _drop(owner, sql.Identifier(name))


def _drop(owner: psycopg.Connection[Any], name: sql.Identifier) -> None:
    """As soon as the last session is gone: the owner may end neither it nor autovacuum by force."""
    for _ in range(SECONDS_TO_LEAVE * 4):
        try:
            owner.execute(sql.SQL("drop database {}").format(name))
        except psycopg.errors.ObjectInUse:
            time.sleep(0.25)
        else:
            return
    owner.execute(sql.SQL("drop database {}").format(name))


def variables(name: str) -> dict[str, str]:
    """The environment in which a process of its own works on the database."""
    return {
        "DATABASE_URL": _address(settings.DATABASES["default"], name),
        "DATABASE_OWNER_URL": _address(settings.DATABASE_OWNER, name),
    }


def _address(login: dict[str, Any], name: str) -> str:
    person = quote(str(login["USER"]), safe="")
    if login["PASSWORD"]:
        person += f":{quote(str(login['PASSWORD']), safe='')}"
    where = {"host": str(login["HOST"])} if str(login["HOST"]).startswith("/") else {}
    host = "" if where else str(login["HOST"])
    port = f":{login['PORT']}" if login["PORT"] else ""
    kept = {key: value for key, value in login["OPTIONS"].items() if key != "options"}
    return f"postgresql://{person}@{host}{port}/{quote(name)}?{urlencode({**kept, **where})}"


def use(name: str) -> None:
    """Let every connection opened from now on lead to the database; forget what was kept of the
    one before: small lists, the search index and its own connection."""
    search_index.current().forget()
    connections.close_all()
    connections.databases["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
    remembering.forget()


def owner_of(name: str) -> psycopg.Connection[Any]:
    """A connection of the owner's role, each statement its own transaction."""
    owner: dict[str, Any] = settings.DATABASE_OWNER
    return psycopg.connect(
        dbname=name,
        user=owner["USER"],
        password=owner["PASSWORD"] or None,
        host=owner["HOST"] or None,
        port=owner["PORT"] or None,
        autocommit=True,
    )
