"""The clock of aftercare: who is to be asked today."""

from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.journey.aftercare import services


@jobs.periodic(cron="7 * * * *")
@jobs.task(
    name="aftercare.ask_due", queue="clock", queueing_lock="aftercare.ask_due", pass_context=False
)
def ask_due(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Ask everybody whose day has come, wherever their clinic's day begins; once an hour."""
    with acting_as(system("follow-ups of the day")):
        services.ask_due(now=timezone.now())
