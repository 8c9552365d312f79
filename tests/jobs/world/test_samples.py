"""The sample cases …"""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from sanamost.commerce.ledger import selectors as ledger
from sanamost.foundation.audit.verify import broken_lines
from sanamost.foundation.events.clock import OnlyInDemonstration, put_back
from sanamost.jobs.world import load, samples
from sanamost.journey.cases.models import Case, Clock
from sanamost.journey.cases.states import Stage
from tests.world import World, acting_as, system

SYSTEM = system("test")


def cases() -> list[Case]:
    with acting_as(SYSTEM):
        return list(Case.objects.select_related("patient").order_by("pk"))


def test_stand_at_every_stage_and_add_nothing_the_second_time(
    world: World, settings: Settings
) -> None:
    settings.DEMONSTRATION = True
    now = timezone.now()

    loaded = list(samples.load(now))

    rows = cases()
    assert len(rows) == len(loaded) == len(samples.read()["case"]) >= 12
    assert {row.stage for row in rows} == set(Stage.values)
    assert sum(row.stage == Stage.ENDED_EARLY for row in rows) == 2
    assert list(samples.load(now + dt.timedelta(hours=1))) == []
    assert len(cases()) == len(rows)
    with acting_as(SYSTEM):
        assert list(ledger.faults()) == []
        assert list(broken_lines()) == []
        running = list(Clock.objects.filter(done_at__isnull=True).values_list("due_at", flat=True))
    assert any(due < now for due in running)
    assert any(now < due < now + dt.timedelta(days=3) for due in running)
    assert all(row.opened_at <= now for row in rows)


def test_are_of_invented_people_who_are_no_personas() -> None:
    rows = samples.read()["case"]
    emails = {row["answers"]["email"] for row in rows}

    assert len(emails) == len(rows)
    assert not emails & {person.email for person in load.personas()}
    assert len({row["answers"]["citizenship"] for row in rows}) >= 10
    assert {row["answers"]["language"] for row in rows} == {"en", "ru", "zh-hans", "ar"}


def test_put_no_clock_back_in_a_real_installation(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(OnlyInDemonstration), put_back(timezone.now()):
        pass


def test_are_loaded_in_a_demonstration_only(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("load_samples")
