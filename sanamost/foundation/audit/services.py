"""Writing the trail: in the same transaction as what it tells of."""

import datetime as dt
import json
from functools import partial
from typing import Any

from django.db import connection
from django.utils import timezone

from sanamost.foundation.access.acting import current
from sanamost.foundation.access.actor import Actor

PERSON_CHAINS = 16  # people without an organisation share this many chains, so they rarely wait


def record(
    *,
    action: str,
    case_id: int | None = None,
    subject: str = "",
    details: dict[str, Any] | None = None,
    now: dt.datetime | None = None,
) -> None:
    """Note that the acting actor did `action` (dotted, such as `proposals.proposal.sent`).

    `subject` is a public id; `details` hold codes and public ids, never personal data. The line is
    written last in the transaction; outside `acting_as` this raises `NobodyActs`.
    """
    acting = current()
    line = _line(
        acting.actor,
        action,
        case_id,
        subject,
        details or {},
        (now or timezone.now()).astimezone(dt.UTC),
    )
    lines = acting.gathered.setdefault("audit", [])
    if not lines:
        acting.before_commit.append(partial(_write, lines))
    lines.append(line)


def chain_of(actor: Actor) -> str:
    """The chain that the actor's lines go to: their organisation's, or one of the people's."""
    if actor.organisation_id is not None:
        return f"organisation-{actor.organisation_id}"
    if actor.user_id is not None:
        return f"people-{actor.user_id % PERSON_CHAINS}"
    return "platform"


def _line(
    actor: Actor,
    action: str,
    case_id: int | None,
    subject: str,
    details: dict[str, Any],
    at: dt.datetime,
) -> dict[str, Any]:
    payload = {
        "action": action,
        "at": at.isoformat(),
        "case": case_id,
        "details": details,
        "organisation": actor.organisation_id,
        "purpose": actor.purpose,
        "request": actor.request_id,
        "roles": sorted(actor.roles),
        "subject": subject,
        "user": actor.user_id,
    } | ({"key": actor.key} if actor.key else {})
    return {
        "chain": chain_of(actor),
        "payload": json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":")),
        "at": at,
        "action": action,
        "user": actor.user_id,
        "organisation": actor.organisation_id,
        "case": case_id,
    }


def _write(lines: list[dict[str, Any]]) -> None:
    columns = ("chain", "payload", "at", "action", "user", "organisation", "case")
    row = "(" + ", ".join(["%s"] * len(columns)) + ", 0, '')"
    ordered = sorted(lines, key=lambda line: str(line["chain"]))  # one lock order for all
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry"
            " (chain, payload, at, action, user_id, organisation_id, case_id, seq, hash)"
            f" VALUES {', '.join([row] * len(ordered))}",
            [line[name] for line in ordered for name in columns],
        )
