"""The platform's clock."""

import datetime as dt
import time
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.adapters.storage.local import LocalStorage
from sanamost.foundation.access.actor import system
from sanamost.foundation.files import tidying
from sanamost.foundation.idempotency.models import Answer
from sanamost.foundation.idempotency.services import REMEMBERED, claim
from sanamost.jobs import tasks
from tests.world import World, acting_as

RUNS = {
    "aftercare.ask_due",
    "bookings.expire_due",
    "bookings.look_ahead",
    "bookings.note_stays",
    "cases.escalate_overdue",
    "files.sweep",
    "jobs.capacity",
    "jobs.checkpoint",
    "jobs.expiries",
    "jobs.forget_tallies",
    "jobs.links",
    "jobs.rescue",
    "jobs.tidy",
    "jobs.worths",
    "proposals.expire_due",
    "requests.forget_expired",
}


def periodic() -> dict[str, object]:
    """What a worker starts by itself, by name."""
    return {one.task.name: one.task for one in jobs.periodic_registry.periodic_tasks.values()}


def test_runs_everything_that_must_happen_by_itself() -> None:
    assert set(periodic()) == RUNS


@pytest.mark.parametrize("name", sorted(RUNS))
def test_runs_each_of_it_without_a_fault(
    name: str, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tidying, "the_store", lambda: LocalStorage(tmp_path))
    task = periodic()[name]

    task(timestamp=int(time.time()))  # type: ignore[operator]  # procrastinate's tasks are callable


def test_forgets_sessions_and_answers_that_are_over(world: World) -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - dt.timedelta(1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + dt.timedelta(1))
    with acting_as(system("test")):
        for key in ("old-answer-0000000000", "new-answer-0000000000"):
            claim(asker="user-1-", key=key, asked=b"")
        Answer.objects.filter(key__startswith="old").update(created_at=now - REMEMBERED * 2)

    tasks.tidy(timestamp=0)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    with acting_as(system("test")):
        left = Answer.objects.filter(asker="user-1-").values_list("key", flat=True)
        assert list(left) == ["new-answer-0000000000"]
