"""A database of its own beside the configured one: made, migrated, fenced, used, dropped."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql


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
            owner.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def use(name: str) -> None:
    """Let every connection opened from now on lead to the database."""
    connections.close_all()
    connections.databases["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


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
