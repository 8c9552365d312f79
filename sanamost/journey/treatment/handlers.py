"""What treatment does when money moves, and what its days mean for places."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from sanamost.engines.periods import day_of
from sanamost.journey.bookings import services as bookings
from sanamost.journey.treatment import selectors, services
from sanamost.journey.treatment.events import PatientAdmitted, PatientDischarged
from sanamost.journey.treatment.models import Episode
from sanamost.registry.organisations import selectors as organisations


def on_invoice_paid(event: Any) -> None:
    """A final invoice that is paid may settle the case."""
    if event.kind == "final":
        _settle(event.case_id)


def on_refund_paid(event: Any) -> None:
    """What had to go back has gone."""
    _settle(event.case_id)


def use_places(event: PatientAdmitted) -> None:
    """The patient is in: what they use takes the place of what was planned."""
    episode = selectors.episode_named(event.episode)
    if episode.booking_id is None:  # a remote case uses no place
        return
    bookings.arrived(
        booking_id=episode.booking_id, on=_day(episode, episode.admitted_at), now=timezone.now()
    )


def free_places(event: PatientDischarged) -> None:
    """The patient has left: days after that are free, days beyond the plan are written down."""
    episode = selectors.episode_named(event.episode)
    if episode.booking_id is None:
        return
    left_at = episode.discharged_at or timezone.now()
    bookings.left(booking_id=episode.booking_id, on=_day(episode, left_at), now=timezone.now())


def _day(episode: Episode, moment: dt.datetime) -> dt.date:
    """The day by the clinic's own clock."""
    zone = ZoneInfo(organisations.timing_of(episode.organisation_id).time_zone)
    return day_of(moment, zone)


def _settle(case_id: Any) -> None:
    for episode in Episode.objects.filter(case_id=case_id).order_by("pk"):
        services.settle(episode=episode, now=timezone.now())
