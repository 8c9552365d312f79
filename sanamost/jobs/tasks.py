"""The platform's own clock."""

import logging
from importlib import import_module

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.events import work
from sanamost.foundation.idempotency import limits
from sanamost.foundation.idempotency import services as idempotency
from sanamost.insight.potential.counting import LOCK, count_potential
from sanamost.insight.potential.selectors.gathering import gather
from sanamost.insight.potential.worths import count_worths
from sanamost.jobs import checkpoints
from sanamost.registry.organisations.expiry import look_at_expiries
from sanamost.registry.practitioners.expiry import look_at_papers
from sanamost.registry.publishing.links import look_at_links
from sanamost.registry.resources import services as resources

REMOVE_OLD_JOBS = "builtin:procrastinate.builtin_tasks.remove_old_jobs"
FINISHED_JOBS_STAY_HOURS = 30 * 24
"""Jobs that failed stay until somebody has looked at them."""
log = logging.getLogger(__name__)


@jobs.periodic(cron="*/2 * * * *")
@jobs.task(name="jobs.rescue", queue="clock", queueing_lock="jobs.rescue", pass_context=False)
def rescue(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Start again what a worker that died has left behind; every other minute."""
    with acting_as(system("rescue of stalled jobs")):
        started, given_up = work.rescue(now=timezone.now())
    if started or given_up:
        log.warning("stalled jobs: %d started again, %d given up", started, given_up)


@jobs.periodic(cron="11 4 * * *")
@jobs.task(name="jobs.tidy", queue="clock", queueing_lock="jobs.tidy", pass_context=False)
def tidy(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Forget finished jobs, sessions that are over, answers nobody asks for; once a night."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    idempotency.forget(now=timezone.now())
    jobs.configure_task(REMOVE_OLD_JOBS).defer(max_hours=FINISHED_JOBS_STAY_HOURS)


@jobs.periodic(cron="17 * * * *")
@jobs.task(name="jobs.forget_tallies", queue="clock", queueing_lock="jobs.forget_tallies")
def forget_tallies(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Drop counts of attempts that no limit looks at any more; every hour."""
    limits.forget_old(now=timezone.now())


@jobs.periodic(cron="23 * * * *")
@jobs.task(name="jobs.checkpoint", queue="clock", queueing_lock="jobs.checkpoint", retry=5)
def checkpoint(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Let the heads of the audit chains leave the machine; every hour."""
    checkpoints.send(now=timezone.now())


@jobs.periodic(cron="23 0 * * *")
@jobs.task(name="jobs.expiries", queue="clock", queueing_lock="jobs.expiries", pass_context=False)
def expiries(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Warn of certificates that end and take off those that have; early every day.

    So with the papers of physicians, which take nothing off: the portal itself looks at their days.
    """
    warned, ended = look_at_expiries(now=timezone.now())
    if warned or ended:
        log.info("certificates: %d end soon, %d have ended", warned, ended)
    soon, over = look_at_papers(now=timezone.now())
    if soon or over:
        log.info("papers of physicians: %d end soon, %d have ended", soon, over)


@jobs.periodic(cron="47 1 * * *")
@jobs.task(name="jobs.links", queue="clock", queueing_lock="jobs.links", pass_context=False)
def links(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Look whether links of public pages still lead somewhere; every night."""
    wrong, looked_at = look_at_links(now=timezone.now())
    if wrong:
        log.info("links: %d of %d lead nowhere", wrong, looked_at)


@jobs.periodic(cron="31 2 * * *")
@jobs.task(name="jobs.capacity", queue="clock", queueing_lock="jobs.capacity", pass_context=False)
def capacity(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Count every clinic's days of capacity anew; every night."""
    with acting_as(system("days of capacity")):
        counted = resources.count_every_clinic(now=timezone.now())
    log.info("capacity: days of %d clinics counted", counted)


@jobs.periodic(cron="29 * * * *")
@jobs.task(
    name="jobs.worths",
    queue="clock",
    lock=LOCK,
    queueing_lock="jobs.worths",
    pass_context=False,
)
def worths(timestamp: int) -> None:  # noqa: ARG001 procrastinate says for which minute it runs
    """Count what a bed-day or minute would bring with other patients; every hour.

    So the plan of all clinics, where its figures have changed and nobody has said so.
    """
    now = timezone.now()
    gathered = gather(timezone.localdate(now))
    count_worths(now=now, gathered=gathered)
    count_potential(now=now, gathered=gathered)
