"""Reading the trail."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.models import Entry


@dataclass(frozen=True)
class Line:
    """One line of a case's trail, ready to be put in words."""

    at: datetime
    action: str
    who: str
    organisation_id: int | None
    roles: list[str]
    subject: str
    details: dict[str, Any]


def trail_of(actor: Actor, case_id: int, *, limit: int = 500) -> list[Line]:
    """What happened to the case, newest first, as far as the actor may see."""
    entries = Entry.objects.filter(case_id=case_id).select_related("user")
    if not actor.system and actor.organisation_id is not None:
        entries = entries.filter(organisation_id=actor.organisation_id)
    return [_line(entry) for entry in entries.order_by("-at", "-id")[:limit]]


def _line(entry: Entry) -> Line:
    payload = json.loads(entry.payload)
    return Line(
        at=entry.at,
        action=entry.action,
        who=str(entry.user) if entry.user else "",
        organisation_id=entry.organisation_id,
        roles=payload["roles"],
        subject=payload["subject"],
        details=payload["details"],
    )
