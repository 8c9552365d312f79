"""What stands in the database, table by table, so that any change is seen."""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from django.db import connection

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system

WRITTEN_BY_LOOKING = frozenset(
    {"audit_entry", "idempotency_answer", "idempotency_tally", "django_session"}
)
"""The trail notes who looked, a refused key leaves nothing, attempts are counted outside any
transaction, sessions live on their own."""


class Table(NamedTuple):
    """One table's rows: how many, the sums of its numbers, a fingerprint of all of it."""

    rows: int
    sums: tuple[Decimal, ...]
    print: str


State = dict[str, Table]


@cache
def _columns() -> dict[str, list[str]]:
    """Every table that the application may read, with its own numbers (no keys, no sizes)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, coalesce(array_agg(a.attname::text ORDER BY a.attnum) FILTER ("
            "  WHERE t.typname IN ('numeric', 'int4', 'int2') AND a.attname !~ '(^|_)(id|size)$'"
            " ), '{}') FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
            " AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid"
            " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(c.oid, 'SELECT') GROUP BY c.relname"
        )
        return {name: list(numbers) for name, numbers in cursor.fetchall()}


def state() -> State:
    """The database as the system sees it; inside a transaction, with its own changes."""
    parts = [
        f"SELECT '{table}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text,"
        f" ARRAY[{', '.join(f'coalesce(sum({name}), 0)::numeric' for name in numbers)}]::numeric[]"
        f' FROM "{table}" t'
        for table, numbers in sorted(_columns().items())
        if table not in WRITTEN_BY_LOOKING
    ]
    with acting_as(system("digest for a proof")), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {
            table: Table(rows, tuple(sums), printed)
            for table, rows, printed, sums in cursor.fetchall()
        }


def changed(before: State, after: State) -> list[str]:
    """Tables that are not as they were."""
    return sorted(table for table, now in after.items() if now != before.get(table))


Effect = dict[str, tuple[int, tuple[Decimal, ...]]]


def effect(before: State, after: State) -> Effect:
    """What was done, without names and times: rows more or fewer, and how the numbers moved."""
    moved = {}
    for table in changed(before, after):
        was, now = before[table], after[table]
        sums = tuple(b - a for a, b in zip(was.sums, now.sums, strict=True))
        moved[table] = (now.rows - was.rows, sums)
    return moved
