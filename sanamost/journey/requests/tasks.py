"""The clock of drafts: answers that nobody came back for."""

from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.journey.requests import services


@jobs.periodic(cron="41 3 * * *")
@jobs.task(
    name="requests.forget_expired",
    queue="clock",
    queueing_lock="requests.forget_expired",
    pass_context=False,
)
def forget_expired(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Forget drafts that nobody touched for thirty days; once a night."""
    services.forget_expired(now=timezone.now())
