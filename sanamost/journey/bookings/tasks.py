"""The clock of places: what was kept too long."""

from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.journey.bookings import services


@jobs.periodic(cron="3-59/10 * * * *")
@jobs.task(
    name="bookings.expire_due",
    queue="clock",
    queueing_lock="bookings.expire_due",
    pass_context=False,
)
def expire_due(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Give kept places back when their time is over; every ten minutes, after the proposals.

    What is free then goes first to paid cases that wait for a place, then to the waiting list.
    """
    services.expire_due(now=timezone.now())
    services.book_missed(now=timezone.now())
    services.offer_free_places(now=timezone.now())


@jobs.periodic(cron="7 * * * *")
@jobs.task(
    name="bookings.note_stays",
    queue="clock",
    queueing_lock="bookings.note_stays",
    pass_context=False,
)
def note_stays(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Whoever is in a clinic has a bed today, planned or not; every hour, for every time zone."""
    services.note_stays(now=timezone.now())


@jobs.periodic(cron="41 3 * * *")
@jobs.task(
    name="bookings.look_ahead",
    queue="clock",
    queueing_lock="bookings.look_ahead",
    pass_context=False,
)
def look_ahead(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Look whether stays of the coming weeks may begin; every night, once days are counted."""
    services.look_ahead(now=timezone.now())
