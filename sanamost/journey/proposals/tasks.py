"""The clock of proposals: what nobody has answered in time."""

from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.journey.proposals import services


@jobs.periodic(cron="*/10 * * * *")
@jobs.task(
    name="proposals.expire_due",
    queue="clock",
    queueing_lock="proposals.expire_due",
    pass_context=False,
)
def expire_due(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Let run out what is over by the database's clock; every ten minutes."""
    services.expire_due(now=timezone.now())
