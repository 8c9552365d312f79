"""The one way in which a state changes."""

import datetime as dt
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.registry import Event
from sanamost.foundation.events.services import publish
from sanamost.foundation.languages.errors import Refusal


class MoveNotAllowed(Refusal):
    """The thing is in a state from which this is impossible; somebody may have been faster."""

    code = "move_not_allowed"
    message = _("This is no longer possible: the state has changed. Reload the page to see it.")


S = TypeVar("S", bound=Any)


def locked(row: S) -> S:
    """The same row, read again under a lock held to the end of the transaction."""
    fresh: S = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    return fresh


def transition(
    row: Any,
    to: str,
    *,
    action: str,
    now: dt.datetime,
    event: Event | None = None,
    details: dict[str, Any] | None = None,
    **changes: Any,
) -> None:
    """Lock the row, check the move, set the state and `changes`, write the trail, publish.

    `row` itself is brought up to date. Raises `MoveNotAllowed` when the table of moves does not
    have the move from the state that the database holds now.
    """
    held = locked(row)
    if to not in row.moves.get(held.state, ()):
        raise MoveNotAllowed
    before = held.state
    row.state = to
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *changes])
    audit.record(
        action=action,
        case_id=getattr(row, "case_id", None),
        subject=getattr(row, "public_id", ""),
        details={"from": str(before), "to": str(to), **(details or {})},
        now=now,
    )
    if event is not None:
        publish(event, now=now)
