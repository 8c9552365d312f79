"""The clinic's waiting list, as far as the actor may see it."""

from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.journey.bookings.models import Waiting
from sanamost.journey.bookings.states import HoldState, WaitingState


def access_waiting(actor: Actor, public_id: str) -> Waiting:
    """One entry of the list; raises `NotVisible`."""
    return Waiting.objects.select_related("proposal").access(actor, public_id)


def waiting_of(actor: Actor, proposal_id: int) -> Waiting | None:
    """What the proposal waits for now, if it does."""
    rows = Waiting.objects.visible_to(actor).filter(proposal_id=proposal_id)
    return rows.filter(state=WaitingState.WAITING).first()


def waiting_list(actor: Actor) -> list[Waiting]:
    """The actor's clinic's list: who waits, the longest first; before them places just found.

    A place that was found stands there as long as it is kept.
    """
    rows = Waiting.objects.visible_to(actor).filter(organisation_id=actor.organisation_id or 0)
    rows = rows.select_related("case", "proposal", "hold")
    found = list(
        rows.filter(state=WaitingState.OFFERED, hold__state=HoldState.ACTIVE).order_by("ended_at")
    )
    found += rows.filter(state=WaitingState.WAITING).order_by("since", "pk")
    for row in found:
        note_seen(row.case_id, "identity")
    return found


def waiting_by_public_id(public_id: str) -> Waiting | None:
    """The entry of a public id, for handlers."""
    return Waiting.objects.filter(public_id=public_id).select_related("proposal", "case").first()
