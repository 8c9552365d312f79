"""Papers that an actor may see."""

from __future__ import annotations

from django.db.models import QuerySet

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.documents.models import Paper


def access_paper(actor: Actor, public_id: str) -> Paper:
    """The paper of the public id; raises `NotVisible`. The case is noted as read."""
    return Paper.objects.access(actor, public_id)


def papers_of(actor: Actor, case_id: int) -> QuerySet[Paper]:
    """The case's papers that the actor may see, newest first, voided ones included."""
    return Paper.objects.visible_to(actor).filter(case_id=case_id).order_by("-created_at", "-pk")
