"""The transaction in which somebody acts: the database knows the actor, the trail is written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction

from sanamost.foundation.access.actor import VISITOR, Actor


class NobodyActs(RuntimeError):
    """Guarded work was tried outside `acting_as`."""


@dataclass
class Acting:
    """What one transaction has gathered so far."""

    actor: Actor
    seen: dict[int, set[str]] = field(default_factory=dict)
    """Cases whose data were read, with the classes of data."""
    before_commit: list[Callable[[], None]] = field(default_factory=list)
    """Run last, in the same transaction."""
    gathered: dict[str, list[Any]] = field(default_factory=dict)
    """What those last steps work on, by their name."""


_current: ContextVar[Acting | None] = ContextVar("acting", default=None)


def current() -> Acting:
    """The transaction under way; raises `NobodyActs` outside one."""
    acting = _current.get()
    if acting is None:
        raise NobodyActs("guarded work needs `with acting_as(actor)`")
    return acting


def note_seen(case_id: int, data_class: str) -> None:
    """Remember that the case's data of the class were read in this transaction."""
    current().seen.setdefault(case_id, set()).add(data_class)


@contextmanager
def acting_as(actor: Actor, *, savepoint: bool = True) -> Iterator[Acting]:
    """One transaction as `actor`; nested, a savepoint with the former actor back at its end.

    Without `savepoint` a nested one costs two statements less, and an error that leaves it undoes
    the transaction around with it, whoever may catch it there.

    What was put into `before_commit` (audit lines) runs last, in the same transaction, so that the
    locks it takes are held for the shortest time.
    """
    outer = _current.get()
    goes_on = connection.in_atomic_block
    with transaction.atomic(savepoint=savepoint):
        acting = Acting(actor)
        if outer is not None:
            acting = replace(outer, actor=actor)
        # A new transaction knows of nobody already.
        known = outer.actor if outer else None if goes_on else VISITOR
        told = known is not None and _settings(known) == _settings(actor)
        token = _current.set(acting)
        try:
            if not told:
                _tell_database(actor)
            yield acting
            if outer is None:
                _finish(acting)
        finally:
            _current.reset(token)
        # The settings would outlive us in the transaction around; a rollback undoes them.
        if goes_on and not told and not connection.needs_rollback:
            _tell_database(outer.actor if outer else VISITOR)


def _finish(acting: Acting) -> None:
    while acting.before_commit:
        acting.before_commit.pop(0)()


def _settings(actor: Actor) -> list[str]:
    """What the database is told: all that its fences know of the actor."""
    return [
        # A program sees nothing of the person who made its key.
        str("" if actor.key else actor.user_id or ""),
        str(actor.organisation_id or ""),
        ",".join(sorted(actor.classes)),
        "on" if actor.system else "",
    ]


def _tell_database(actor: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.person', %s, true), set_config('app.organisation', %s, true),"
            " set_config('app.classes', %s, true), set_config('app.system', %s, true)",
            _settings(actor),
        )
