"""Publishing events and handing them to their handlers through jobs in the same database."""

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.foundation.access.acting import acting_as, current
from sanamost.foundation.access.actor import system
from sanamost.foundation.events.models import Delivery, Happening
from sanamost.foundation.events.registry import Event, handlers_of, rebuild


def publish(event: Event, *, now: dt.datetime | None = None) -> Happening:
    """Keep the event and enqueue each of its handlers, in the transaction under way."""
    actor = current().actor
    happening = Happening(
        name=event.name,
        case_id=event.case_id,
        organisation_id=event.organisation_id,
        user_id=actor.user_id,
        at=now or timezone.now(),
        payload=event.payload(),
    )
    happening.save(force_insert=True)
    for handler in handlers_of(event.name):
        deliver.defer(happening=happening.pk, handler=handler)
    return happening


@jobs.task(name="events.deliver", queue="events", retry=5)
def deliver(happening: int, handler: str) -> None:
    """Let one handler answer one event; a second delivery does nothing."""
    with acting_as(system(f"event handler {handler}")):
        row = Happening.objects.get(pk=happening)
        _, fresh = Delivery.objects.get_or_create(happening=row, handler=handler)
        if fresh and (answer := handlers_of(row.name).get(handler)):
            answer(_event_of(row))


def _event_of(row: Happening) -> Event:
    return rebuild(
        row.name, case_id=row.case_id, organisation_id=row.organisation_id, **row.payload
    )
