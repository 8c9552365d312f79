"""What travel does when earlier stages move."""

from django.utils import timezone

from sanamost.foundation.access.acting import current
from sanamost.journey.bookings import selectors as bookings
from sanamost.journey.bookings.events import BookingConfirmed
from sanamost.journey.travel import services


def on_booking_confirmed(event: BookingConfirmed) -> None:
    """A place is taken: the journey can be arranged."""
    actor = current().actor
    booking = bookings.booking_by_public_id(event.booking)
    if booking is None:
        return
    services.prepare(actor=actor, booking=booking, now=timezone.now())
