"""What travel does when earlier stages move."""

from typing import Any

from django.utils import timezone

from sanamost.foundation.access.acting import current
from sanamost.journey.travel import services
from sanamost.journey.travel.earlier import booking_named


def on_booking_confirmed(event: Any) -> None:
    """A place is taken: the journey can be arranged."""
    actor = current().actor
    booking = booking_named(actor, event.booking)
    services.prepare(actor=actor, booking=booking, now=timezone.now())
