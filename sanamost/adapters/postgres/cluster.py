"""What is in a cluster: its files, its two roles, its database."""

import os
import secrets
import shutil
from pathlib import Path
from typing import LiteralString

from psycopg import Connection

from sanamost.adapters.postgres import places
from sanamost.adapters.postgres.binaries import Binaries, as_server
from sanamost.adapters.postgres.errors import PostgresUnavailableError

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
# From this version on PostgreSQL carries its own C.UTF-8 and needs none of the system's.
OWN_LOCALES = 17
# The owner migrates and makes test databases; the app owns nothing. Neither passes row security.
ROLES: dict[str, LiteralString] = {
    places.OWNER: "login createdb nosuperuser nocreaterole noreplication nobypassrls",
    places.APP: "login nocreatedb nosuperuser nocreaterole noreplication nobypassrls",
}


def create(where: places.Places, programs: Binaries) -> None:
    """Make the data directory; it appears whole or not at all."""
    if where.data.exists():
        return
    for left in where.base.glob("draft-*"):
        shutil.rmtree(left, ignore_errors=True)
    # A name of its own: the initdb of a starter that was killed may still be writing elsewhere.
    draft = where.base / f"draft-{secrets.token_hex(4)}"
    places.own(draft, places.account(where))
    initial = ["--encoding=UTF8", "--auth=trust", "--no-instructions"]
    locale = ["--locale=C.UTF-8"]
    if programs.major >= OWN_LOCALES:
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    made = as_server(
        where,
        [programs.program("initdb"), "-D", str(draft), "-U", places.SUPERUSER, *initial, *locale],
    )
    if made.returncode:
        raise PostgresUnavailableError(f"initdb failed. It said:\n{made.stdout}{made.stderr}")
    with (draft / "postgresql.conf").open("a", encoding="utf-8") as configuration:
        configuration.write("\ninclude 'sanamost.conf'\n")
    draft.rename(where.data)


def configure(where: places.Places) -> None:
    """Write the server's settings: no network at all, everything durable, trust on the socket.

    Trust is safe because the socket's directory lets nobody in but the server's account and root.
    """
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(where.socket),
        "unix_socket_permissions": "0700",
        "port": str(places.PORT),
        "max_connections": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "fsync": "on",
        "full_page_writes": "on",
    }
    lines = (f"{name} = '{value}'\n" for name, value in settings.items())
    write(where, where.data / "sanamost.conf", "".join(lines))
    write(where, where.data / "pg_hba.conf", "local all all trust\n")


def write(where: places.Places, path: Path, text: str) -> None:
    """Write a configuration file that the server's account can read."""
    draft = path.with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o600)
    if os.geteuid() == 0:
        who = places.account(where)
        os.chown(draft, who.user, who.group)
    draft.replace(path)


def prepared(connection: Connection) -> bool:
    """Whether roles and database are there; the database is made last."""
    found = connection.execute("select 1 from pg_database where datname = %s", [places.DATABASE])
    return found.fetchone() is not None


def prepare(connection: Connection) -> None:
    """Create what is missing of roles and database; what is there stays."""
    require_extensions(connection)
    known = {name for (name,) in connection.execute("select rolname from pg_roles")}
    for role, attributes in ROLES.items():
        verb: LiteralString = "alter" if role in known else "create"
        connection.execute(f"{verb} role {role} with {attributes}".encode())
    if not prepared(connection):
        connection.execute(f"create database {places.DATABASE} owner {places.OWNER}".encode())


def drop(connection: Connection) -> None:
    """Drop the database with everything in it, sending its clients away."""
    connection.execute(f"drop database if exists {places.DATABASE} with (force)".encode())


def require_extensions(connection: Connection) -> None:
    """Say it now, in words, when the installation lacks the extensions that migrations need."""
    found = connection.execute("select name from pg_available_extensions")
    if missing := set(EXTENSIONS) - {name for (name,) in found}:
        raise PostgresUnavailableError(
            f"This PostgreSQL lacks the extensions {', '.join(sorted(missing))}. "
            "Cure: install its contrib package (postgresql-contrib)"
        )
