"""Reading what happened."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.events.models import Happening


@dataclass(frozen=True)
class TimelineLine:
    """One thing that happened, by its event's name."""

    at: dt.datetime
    name: str
    payload: dict[str, Any]
    organisation_id: int | None


def timeline(actor: Actor, case_id: int) -> list[TimelineLine]:
    """What happened to the case as far as the actor may see, newest first."""
    rows = Happening.objects.visible_to(actor).filter(case_id=case_id).order_by("-at", "-id")
    return [TimelineLine(row.at, row.name, row.payload, row.organisation_id) for row in rows]
