"""Reading notices and conversations."""

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
