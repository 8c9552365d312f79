"""Places kept and taken, as far as the actor may see them."""

from sanamost.foundation.access.actor import Actor
from sanamost.journey.bookings.models import Booking, Hold
from sanamost.journey.bookings.states import BookingState, HoldState

LIVE_HOLDS = (HoldState.ACTIVE, HoldState.CONFIRMED)


def hold_of(actor: Actor, proposal_id: int) -> Hold | None:
    """The place kept for the proposal now, if there is one."""
    rows = Hold.objects.visible_to(actor).filter(proposal_id=proposal_id, state__in=LIVE_HOLDS)
    return rows.first()


def booking_of(actor: Actor, case_id: int) -> Booking | None:
    """The case's booking that the actor may see: the live one, else the latest."""
    rows = Booking.objects.visible_to(actor).filter(case_id=case_id)
    rows = rows.select_related("hold", "organisation", "agreement")
    live = rows.exclude(state=BookingState.RELEASED).first()
    return live or rows.order_by("-confirmed_at").first()


def missed_place_of(actor: Actor, case_id: int) -> Hold | None:
    """The place that ran out before the deposit came, while the case still has no other."""
    rows = Hold.objects.visible_to(actor).filter(case_id=case_id, missed_at__isnull=False)
    return rows.select_related("proposal").first()


def day_may_change(actor: Actor, case_id: int) -> bool:
    """Whether another day of arrival may be chosen: a place is missing, or booked and not used."""
    booked = Booking.objects.visible_to(actor).filter(case_id=case_id, state=BookingState.CONFIRMED)
    return booked.exists() or missed_place_of(actor, case_id) is not None


def booking_by_id(booking_id: int) -> Booking:
    """The booking by its key, for later stages that hold it already."""
    return Booking.objects.select_related("hold", "agreement").get(pk=booking_id)


def booking_by_public_id(public_id: str) -> Booking | None:
    """The booking of a public id, for handlers."""
    return Booking.objects.select_related("hold", "agreement").filter(public_id=public_id).first()
