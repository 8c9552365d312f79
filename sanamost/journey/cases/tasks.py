"""The clock of clocks: what is late is told to whoever answers for it."""

from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.journey.cases import services


@jobs.periodic(cron="*/5 * * * *")
@jobs.task(
    name="cases.escalate_overdue",
    queue="clock",
    queueing_lock="cases.escalate_overdue",
    pass_context=False,
)
def escalate_overdue(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Tell of every clock that has run out since the last time; every five minutes."""
    with acting_as(system("overdue clocks")):
        services.escalate_overdue(now=timezone.now())
