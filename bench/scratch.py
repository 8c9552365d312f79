"""A database of a benchmark's own beside the configured one, and the product's commands on it."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import psycopg
from psycopg import sql

from sanamost.adapters import postgres
from sanamost.config import environment

ROOT = Path(__file__).resolve().parents[1]
Role = Literal["owner", "app"]
VARIABLES: dict[Role, str] = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}


def address(role: Role, database: str | None = None) -> str:
    """The role's address of the configured database, or of another one in the same cluster."""
    home = Path(environment.text("SANAMOST_HOME", str(ROOT / ".local")))
    if not (url := environment.text(VARIABLES[role])):
        postgres.ensure_running(home)
        url = postgres.local_url(role, home)
    return re.sub(r"^(\w+://[^/]*/)[^?]*", rf"\g<1>{database}", url) if database else url


def variables(database: str) -> dict[str, str]:
    """The environment in which the product's processes use `database`."""
    return {name: address(role, database) for role, name in VARIABLES.items()}


@contextmanager
def made(name: str, template: str = "template1") -> Iterator[str]:
    """A database under `name`, dropped at the end whatever happens."""
    called = sql.Identifier(name)
    with psycopg.connect(address("owner"), autocommit=True) as owner:
        owner.execute(
            sql.SQL("create database {} template {}").format(called, sql.Identifier(template))
        )
        try:
            yield name
        finally:
            drop(owner, called)


def drop(owner: psycopg.Connection, called: sql.Identifier) -> None:
    """Drop the database as soon as its last users, ended just now, are gone."""
    for _ in range(40):
        try:
            owner.execute(sql.SQL("drop database {}").format(called))
        except psycopg.errors.ObjectInUse:
            time.sleep(0.25)
        else:
            return
    sys.exit("the benchmark's database is still in use and was not dropped")


def run(*command: str, database: str, more: Mapping[str, str] | None = None) -> str:
    """What a Python command says that runs on `database`; ends the benchmark when it fails."""
    done = subprocess.run(
        [sys.executable, *command],
        env={**os.environ, **variables(database), **(more or {})},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout
