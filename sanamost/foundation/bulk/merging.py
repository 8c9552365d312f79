"""Rows are copied into a temporary table and compared there; only what differs is written."""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import cast

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper

INCOMING = "incoming"


class DuplicateKey(ValueError):
    """Two rows of one load have the same key; nothing was written."""


class ChangedRow(ValueError):
    """A row says something else than the one already there, which never changes."""


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows were read, and what became of them."""

    read: int
    new: int
    changed: int

    @property
    def unchanged(self) -> int:
        """Rows that were there already, the same."""
        return self.read - self.new - self.changed


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """Where rows go: a model, the fields in the order of the rows, the fields of its unique key."""

    model: type[models.Model]
    fields: Sequence[str]
    key: Sequence[str]

    @property
    def table(self) -> str:
        """The quoted name of the table."""
        return _quoted(self.model._meta.db_table)

    def columns(self, fields: Sequence[str] | None = None, prefix: str = "") -> str:
        """The quoted columns of the fields, separated by commas."""
        chosen = self.fields if fields is None else fields
        return ", ".join(prefix + column for column in map(self.column, chosen))

    @property
    def rest(self) -> list[str]:
        """The fields outside the key."""
        return [field for field in self.fields if field not in self.key]

    def column(self, field: str) -> str:
        """The quoted column of one field."""
        concrete = self.model._meta.get_field(field)
        return _quoted(str(cast("models.Field[object, object]", concrete).column))


@transaction.atomic
def merge(target: Target, rows: Iterable[Sequence[object]]) -> Outcome:
    """Insert rows with new keys, update rows that differ, leave the others untouched.

    JSON goes in as text. Rows missing from `rows` stay: others may point at them. Raises
    `DuplicateKey` naming the key when two rows share one.
    """
    with connection.cursor() as cursor:
        read = _copy(cursor, target, rows)
        _refuse_duplicates(cursor, target)
        settings = ", ".join(f"{c} = excluded.{c}" for c in map(target.column, target.rest))
        cursor.execute(
            f"with merged as ("
            f" insert into {target.table} as old ({target.columns()})"
            f" select {target.columns()} from {INCOMING}"
            f" on conflict ({target.columns(target.key)}) do update set {settings}"
            f" where ({target.columns(target.rest, 'old.')})"
            f" is distinct from ({target.columns(target.rest, 'excluded.')})"
            f" returning xmax = 0 as is_new)"
            f" select count(*) filter (where is_new), count(*) filter (where not is_new)"
            f" from merged"
        )
        new, changed = cursor.fetchone() or (0, 0)
        cursor.execute(f"drop table {INCOMING}")
    return Outcome(read, new, changed)


@transaction.atomic
def add_only(target: Target, rows: Iterable[Sequence[object]], *, ignoring: str = "") -> Outcome:
    """Insert rows with new keys into a table whose rows never change.

    Raises `ChangedRow` naming the first key whose row differs from the one that is there, and
    `DuplicateKey`; then nothing was written. `ignoring` names a field that may differ (a remark).
    """
    with connection.cursor() as cursor:
        read = _copy(cursor, target, rows)
        _refuse_duplicates(cursor, target)
        _refuse_changes(cursor, target, [field for field in target.rest if field != ignoring])
        cursor.execute(
            f"insert into {target.table} ({target.columns()})"
            f" select {target.columns()} from {INCOMING}"
            f" on conflict ({target.columns(target.key)}) do nothing"
        )
        new = cursor.rowcount
        cursor.execute(f"drop table {INCOMING}")
    return Outcome(read, new, 0)


def _copy(cursor: CursorWrapper, target: Target, rows: Iterable[Sequence[object]]) -> int:
    cursor.execute(f"drop table if exists pg_temp.{INCOMING}")
    cursor.execute(
        f"create temporary table {INCOMING} on commit drop as"
        f" select {target.columns()} from {target.table} with no data"
    )
    read = 0
    with cursor.copy(f"copy {INCOMING} from stdin") as copy:
        for row in rows:
            copy.write_row(row)
            read += 1
    cursor.execute(f"analyze {INCOMING}")
    return read


def _refuse_duplicates(cursor: CursorWrapper, target: Target) -> None:
    key = target.columns(target.key)
    cursor.execute(f"select {key} from {INCOMING} group by {key} having count(*) > 1 limit 1")
    if twice := cursor.fetchone():
        raise DuplicateKey(_words(twice))


def _refuse_changes(cursor: CursorWrapper, target: Target, fields: Sequence[str]) -> None:
    key = target.columns(target.key)
    cursor.execute(
        f"select {target.columns(target.key, 'old.')},"
        f" {target.columns(fields, 'old.')}, {target.columns(fields, 'come.')}"
        f" from {target.table} old join {INCOMING} come using ({key})"
        f" where ({target.columns(fields, 'old.')}) is distinct from"
        f" ({target.columns(fields, 'come.')}) limit 1"
    )
    if found := cursor.fetchone():
        names = found[: len(target.key)]
        old = found[len(target.key) : len(target.key) + len(fields)]
        come = found[len(target.key) + len(fields) :]
        raise ChangedRow(f"{_words(names)}: {_words(old)} is there, {_words(come)} came")


def _words(values: Sequence[object]) -> str:
    return " ".join(str(value) for value in values)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
