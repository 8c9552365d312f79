"""What earlier stages have agreed, read under the actor's own rights."""

from typing import Any

from django.apps import apps

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import NotVisible


def booking_named(actor: Actor, public_id: str) -> Any:
    """The booking with its agreement; raises `NotVisible`."""
    bookings = apps.get_model("bookings", "Booking")
    return bookings.objects.select_related("case").access(actor, public_id)


def booking_of_case(actor: Actor, case_id: int) -> Any | None:
    """The case's place that is taken or was used, as far as the actor may see it."""
    bookings = apps.get_model("bookings", "Booking")
    rows = bookings.objects.visible_to(actor).filter(case_id=case_id)
    return rows.exclude(state="released").order_by("-confirmed_at").first()


def request_of_case(case_id: int) -> Any:
    """What was asked for: interpreter, companions; raises `NotVisible`."""
    requests = apps.get_model("requests", "Request")
    row = requests._default_manager.filter(case_id=case_id).first()
    if row is None:
        raise NotVisible
    return row
