"""The platform's own clock."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.events import work
from sanamost.registry.organisations.expiry import look_at_expiries

log = logging.getLogger(__name__)


@jobs.periodic(cron="*/2 * * * *")
@jobs.task(name="jobs.rescue", queue="clock", queueing_lock="jobs.rescue", pass_context=False)
def rescue(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Start again what a worker that died has left behind; every other minute."""
    with acting_as(system("rescue of stalled jobs")):
        started, given_up = work.rescue(now=timezone.now())
    if started or given_up:
        log.warning("stalled jobs: %d started again, %d given up", started, given_up)


@jobs.periodic(cron="23 0 * * *")
@jobs.task(name="jobs.expiries", queue="clock", queueing_lock="jobs.expiries", pass_context=False)
def expiries(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Warn of certificates that end and take off those that have; early every day."""
    warned, ended = look_at_expiries(now=timezone.now())
    if warned or ended:
        log.info("certificates: %d end soon, %d have ended", warned, ended)
