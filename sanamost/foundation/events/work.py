"""What background work does: its queues, what failed, what hangs, and starting it again.

A job's arguments are keys and codes, never personal data, so they may be shown; of an error only
its class is kept, for its words may hold anything.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as jobs
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.models import FailedAttempt
from sanamost.foundation.languages.errors import NotVisible, Refusal

SILENT = dt.timedelta(seconds=60)
"""A worker tells every 10 s that it lives; after this silence its jobs hang."""
MOST_ATTEMPTS = 20
"""A job that was started so often without an end is given up: it may be what kills workers."""
FINISH = "SELECT procrastinate_finish_job_v1(%s, 'failed', false)"


class CannotRetry(Refusal):
    """The job runs, waits or is done."""

    code = "cannot_retry"
    message = _("This job is not waiting for help any more. Reload the page to see where it is.")


@dataclass(frozen=True, slots=True)
class Job:
    """One job that needs somebody."""

    id: int
    task: str
    queue: str
    attempts: int
    arguments: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    """The class of its last error."""
    failed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """How much waits in one queue."""

    name: str
    waiting: int
    running: int
    failed: int
    oldest: dt.datetime | None
    """Since when the first one with a time is due."""


def watch(app: Any) -> None:
    """Let every worker of the app keep the class of the errors that its jobs meet."""
    app.worker_defaults.setdefault("task_middleware", []).append(note_failure)


def note_failure(call_next: Callable[[], Any], context: Any, worker: Any) -> Any:  # noqa: ARG001 the shape that procrastinate asks for
    """Run the job; keep what kind of error it met, then let the error go on."""
    try:
        return call_next()
    except Exception as error:
        job = context.job
        FailedAttempt.objects.create(
            job_id=job.id, task=job.task_name, error=type(error).__qualname__[:100]
        )
        raise


def queues() -> list[Queue]:
    """Every queue that has ever been used, by name."""
    rows = ProcrastinateJob.objects.values("queue_name").annotate(
        waiting=Count("pk", filter=Q(status="todo")),
        running=Count("pk", filter=Q(status="doing")),
        failed=Count("pk", filter=Q(status="failed")),
        oldest=Min("scheduled_at", filter=Q(status="todo")),
    )
    return [
        Queue(row["queue_name"], row["waiting"], row["running"], row["failed"], row["oldest"])
        for row in rows.order_by("queue_name")
    ]


def failed_jobs(actor: Actor, *, limit: int = 200) -> list[Job]:
    """Jobs that failed for good, newest first; raises `NotVisible` to all but administrators."""
    _administrator(actor)
    return _jobs(ProcrastinateJob.objects.filter(status="failed").order_by("-pk")[:limit])


def stalled_jobs(actor: Actor, now: dt.datetime) -> list[Job]:
    """Jobs whose worker has fallen silent; raises `NotVisible` to all but administrators."""
    _administrator(actor)
    return _jobs(_stalled(now).order_by("pk"))


def retry(*, actor: Actor, job_id: int, now: dt.datetime) -> None:
    """Start a failed or stalled job again; raises `NotVisible`, `CannotRetry`.

    Handlers and letters are written so that a second run does nothing twice.
    """
    _administrator(actor)
    job = ProcrastinateJob.objects.filter(pk=job_id).first()
    if job is None:
        raise NotVisible
    if job.status != "failed" and not _stalled(now).filter(pk=job_id).exists():
        raise CannotRetry
    if not _start_again(job_id, now):
        raise CannotRetry
    audit.record(
        action="platform.job.retried", details={"job": job_id, "task": job.task_name}, now=now
    )


def rescue(*, now: dt.datetime) -> tuple[int, int]:
    """Start every stalled job again: how many were, and how many were given up.

    Given up is what was tried too often, and what another job of its kind has replaced.
    """
    started = given_up = 0
    for job_id, attempts in _stalled(now).values_list("pk", "attempts"):
        if attempts < MOST_ATTEMPTS and _start_again(job_id, now):
            started += 1
        else:
            with connection.cursor() as cursor:
                cursor.execute(FINISH, [job_id])
            given_up += 1
    return started, given_up


def _start_again(job_id: int, now: dt.datetime) -> bool:
    """False where a newer job of the same lock waits already."""
    try:
        with transaction.atomic():
            jobs.job_manager.retry_job_by_id(job_id, retry_at=now)
    except UniqueViolation:
        return False
    return True


def _stalled(now: dt.datetime) -> QuerySet[Any]:
    silent = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=now - SILENT)
    return ProcrastinateJob.objects.filter(silent, status="doing")


def _jobs(rows: QuerySet[Any]) -> list[Job]:
    found = list(rows)
    last = {
        one.job_id: one
        for one in FailedAttempt.objects.filter(job_id__in=[row.pk for row in found]).order_by("pk")
    }
    return [_job(row, last.get(row.pk)) for row in found]


def _job(row: Any, failure: FailedAttempt | None) -> Job:
    return Job(
        row.pk,
        row.task_name,
        row.queue_name,
        row.attempts,
        row.args,
        failure.error if failure else "",
        failure.at if failure else None,
    )


def _administrator(actor: Actor) -> None:
    if not actor.has(Role.PLATFORM_ADMIN):
        raise NotVisible
