"""Reading notices and conversations."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.messaging.models import Message, Notice


def unread_count(actor: Actor) -> int:
    """How many notices the person has not read."""
    return Notice.objects.visible_to(actor).filter(read_at__isnull=True).count()


def conversation(actor: Actor, *, case_id: int, organisation_id: int) -> list[Message]:
    """What the patient's side and the organisation said to each other, oldest first."""
    rows = Message.objects.visible_to(actor).filter(
        case_id=case_id, organisation_id=organisation_id
    )
    return list(rows.select_related("author").order_by("at"))


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in the list."""

    case_public_id: str
    number: str
    organisation_id: int
    organisation_names: dict[str, str]
    at: dt.datetime
    unread: int
    """How many messages of the other side nobody has read."""


def talks_of(actor: Actor, *, case_id: int | None = None, limit: int = 100) -> list[Talk]:
    """The actor's conversations: those with something unread first, then the newest."""
    rows = Message.objects.visible_to(actor)
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    fresh = Q(read_at__isnull=True, from_organisation=actor.organisation_id is None)
    grouped = rows.values(
        "case__public_id", "case__number", "organisation_id", "organisation__names"
    ).annotate(latest=Max("at"), fresh=Count("pk", filter=fresh))
    talks = [
        Talk(
            row["case__public_id"],
            row["case__number"],
            row["organisation_id"],
            row["organisation__names"],
            row["latest"],
            row["fresh"],
        )
        for row in grouped.order_by("-latest")[:limit]
    ]
    return sorted(talks, key=lambda talk: not talk.unread)


def message_of(actor: Actor, public_id: str) -> Message:
    """One message with its case; raises `NotVisible`."""
    return Message.objects.select_related("case").access(actor, public_id)
