"""Background work…"""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.audit.models import Entry
from sanamost.foundation.events import work
from sanamost.foundation.events.services import deliver
from sanamost.foundation.languages.errors import NotVisible
from tests.world import World

pytestmark = pytest.mark.django_db


def job(status: str, *, worker: int | None = None, attempts: int = 0) -> int:
    """A job in the status."""
    made = int(deliver.defer(happening=1, handler="tests.handler"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = %s"
            " WHERE id = %s",
            [attempts, worker, made],
        )
        if status != "doing":
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s",
                [status, made],
            )
    return made


def worker(silent: dt.timedelta) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id",
            [timezone.now() - silent],
        )
        return int(cursor.fetchone()[0])


def status_of(job_id: int) -> str:
    return str(ProcrastinateJob.objects.get(pk=job_id).status)


class Context:
    """What procrastinate hands to whoever stands around a job."""

    def __init__(self, job_id: int) -> None:
        self.job = ProcrastinateJob.objects.get(pk=job_id).procrastinate_job


def test_that_fails_leaves_the_error_s_class_and_none_of_its_words(world: World) -> None:
    failed = job("doing")

    def task() -> None:
        raise LookupError("Amina Karimova")

    with pytest.raises(LookupError):
        work.note_failure(task, Context(failed), None)
    failing = job("failed")
    assert failing != failed
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [failed])
    actor = world.actor("nikitin")
    with acting_as(actor):
        found = {one.id: one for one in work.failed_jobs(actor)}
    assert found[failed].error == "LookupError"
    assert found[failed].failed_at is not None
    assert found[failing].error == ""
    assert "Amina" not in repr(found)


def test_that_succeeds_leaves_nothing(world: World) -> None:
    assert work.note_failure(lambda: 7, Context(job("doing")), None) == 7


def test_that_failed_runs_again_when_an_administrator_says_so(world: World) -> None:
    failed, actor = job("failed"), world.actor("nikitin")
    with acting_as(actor):
        work.retry(actor=actor, job_id=failed, now=timezone.now())
    assert status_of(failed) == "todo"
    with acting_as(system("test")):
        assert Entry.objects.filter(action="platform.job.retried").count() == 1


def test_that_runs_or_is_unknown_cannot_be_started_again(world: World) -> None:
    running, actor = job("doing", worker=worker(dt.timedelta(0))), world.actor("nikitin")
    with acting_as(actor), pytest.raises(work.CannotRetry):
        work.retry(actor=actor, job_id=running, now=timezone.now())
    with acting_as(actor), pytest.raises(NotVisible):
        work.retry(actor=actor, job_id=10**9, now=timezone.now())
    assert status_of(running) == "doing"


@pytest.mark.parametrize("who", ["petrova", "ivanova", "amina"])
def test_is_nobody_s_but_the_administrators(world: World, who: str) -> None:
    failed, actor = job("failed"), world.actor(who)
    with acting_as(actor):
        for attempt in (
            lambda: work.failed_jobs(actor),
            lambda: work.stalled_jobs(actor, timezone.now()),
            lambda: work.retry(actor=actor, job_id=failed, now=timezone.now()),
        ):
            with pytest.raises(NotVisible):
                attempt()
    assert status_of(failed) == "failed"


def test_of_a_silent_worker_is_rescued_and_of_a_living_one_left(world: World) -> None:
    hanging = job("doing", worker=worker(dt.timedelta(minutes=5)))
    orphan = job("doing")
    running = job("doing", worker=worker(dt.timedelta(seconds=5)))
    poison = job("doing", attempts=work.MOST_ATTEMPTS)
    actor = world.actor("nikitin")
    with acting_as(actor):
        assert {one.id for one in work.stalled_jobs(actor, timezone.now())} == {
            hanging, orphan, poison,
        }  # fmt: skip
    with acting_as(system("test")):
        assert work.rescue(now=timezone.now()) == (2, 1)
    assert [status_of(one) for one in (hanging, orphan, running, poison)] == [
        "todo", "todo", "doing", "failed",
    ]  # fmt: skip


def test_that_a_newer_job_has_replaced_is_given_up(world: World) -> None:
    from sanamost.jobs.tasks import rescue  # noqa: PLC0415 a task with a lock of its own

    old = int(rescue.configure().defer(timestamp=1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [old])
    new = int(rescue.configure().defer(timestamp=2))
    with acting_as(system("test")):
        assert work.rescue(now=timezone.now()) == (0, 1)
    assert (status_of(old), status_of(new)) == ("failed", "todo")


def test_is_counted_by_queue(world: World) -> None:
    job("failed")
    (events,) = [queue for queue in work.queues() if queue.name == "events"]
    assert events.failed == 1
