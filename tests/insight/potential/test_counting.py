"""The plan of all clinics is kept …"""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from sanamost.foundation.events.models import Happening
from sanamost.insight.potential import handlers, selectors
from sanamost.insight.potential import models as kept
from sanamost.insight.potential.counting import TASK, ask_count, count_potential
from sanamost.insight.potential.selectors import clinic as clinics
from sanamost.insight.potential.selectors import planning
from sanamost.insight.potential.selectors.gathering import gather
from sanamost.insight.potential.selectors.kept import kept_plan
from sanamost.registry.organisations import selectors as organisations
from tests.insight.selling import cost, demand, small_clinic, state_task
from tests.registry.catalogue.conftest import reference
from tests.world import NOON, World, acting_as, system

__all__ = ["reference"]
pytestmark = pytest.mark.django_db
TODAY = NOON.date()
LATER = NOON + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _lists(reference: None) -> None:
    """Areas and countries to choose from."""


def own(world: World, who: str = "petrova") -> selectors.Own | None:
    actor = world.actor(who)
    with acting_as(actor):
        return selectors.own_potential(actor, today=TODAY)


def of_clinic(key: int) -> clinics.Own:
    """What the clinic's own page would read."""
    with acting_as(system("test")):
        found = kept_plan(organisations.clinics_by_key([key]), today=TODAY)
    assert found is not None
    return clinics.part_of(found.plan, key)


def row() -> kept.Count:
    with acting_as(system("test")):
        return kept.Count.objects.get()


def asked_jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name=TASK, status="todo").count()


def test_as_it_was_counted_to_the_last_figure(world: World) -> None:
    keys = [small_clinic(f"c{number}", beds=2 + number) for number in range(3)]
    state_task(keys[0], 1)
    for group, patients in (("china", 5), ("kazakhstan", 3)):
        demand(world, "national-centre", group, patients)
    cost(world, "national-centre", "china", 90_000)
    assert count_potential(now=NOON)

    whole = planning.plan_of(gather(TODAY))
    for key in keys:
        fresh, read = clinics.part_of(whole, key), of_clinic(key)
        assert read.cells == fresh.cells
        assert read.total == fresh.total
        assert read.shares == pytest.approx(fresh.shares)
        assert [(one.resource.pk, one.unit, one.scarce, one.planned) for one in read.worths] == [
            (one.resource.pk, one.unit, one.scarce, one.planned) for one in fresh.worths
        ]
        assert read.alone == fresh.alone
        assert selectors.hand_totals(read) == selectors.hand_totals(fresh)
        more = selectors.WhatIf(price_percent=Decimal(10), stay_percent=Decimal(-20))
        assert selectors.changed(read, more).rows == selectors.changed(fresh, more).rows


def test_and_read_without_solving_anything(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic = small_clinic()
    count_potential(now=NOON)

    def solved(*_given: object, **_named: object) -> None:
        pytest.fail("a page solved the plan")

    monkeypatch.setattr(planning, "potential", solved)
    assert of_clinic(clinic).total.people > 0
    assert own(world) is not None
    actor = world.actor("ivanova")
    with acting_as(actor):
        found = selectors.report(actor, today=TODAY, now=NOON)
    assert found is not None
    assert found.total.people > 0


def test_and_read_in_as_few_questions_whatever_the_number_of_clinics(world: World) -> None:
    actor = world.actor("petrova")

    def queries() -> int:
        with acting_as(actor), CaptureQueriesContext(connection) as caught:
            selectors.own_potential(actor, today=TODAY)
        return len([one for one in caught if one["sql"].startswith('SELECT "')])

    count_potential(now=NOON)
    queries()
    few = queries()
    for number in range(4):
        small_clinic(f"c{number}")
    count_potential(now=LATER)
    assert queries() == few
    assert few <= 4


def test_for_nobody_before_the_first_count(world: World) -> None:
    with acting_as(system("test")):
        kept.Part.objects.all().delete()
        kept.Count.objects.update(counted_at=None, fingerprint="")
    assert own(world) is None
    assert count_potential(now=NOON)
    found = own(world)
    assert found is not None
    assert found.as_of is not None
    assert (found.as_of.counted_at, found.as_of.under_way) == (NOON, False)


def test_and_not_counted_again_from_the_same_figures(world: World) -> None:
    clinic = small_clinic()
    assert count_potential(now=NOON)
    assert not count_potential(now=LATER)
    assert (row().counted_at, row().checked_at) == (NOON, LATER)
    state_task(clinic, 1)
    assert count_potential(now=LATER)
    assert row().counted_at == LATER


def test_until_somebody_says_that_a_figure_changed(world: World) -> None:
    clinic = small_clinic()
    count_potential(now=NOON)
    ProcrastinateJob.objects.filter(task_name=TASK).delete()
    demand(world, "national-centre", "china", 1)
    demand(world, "national-centre", "kazakhstan", 1)
    assert asked_jobs() == 1  # one count for all who asked
    found = own(world)
    assert found is not None
    assert found.as_of is not None
    assert found.as_of.under_way
    assert of_clinic(clinic).total.people > 24  # still as it was counted
    count_potential(now=LATER)
    assert row().asked_at is None
    assert of_clinic(clinic).total.people == 24


def test_and_a_change_while_it_is_counted_asks_again(world: World) -> None:
    small_clinic()
    gathered = gather(TODAY)

    def meanwhile(*_given: object) -> planning.Plan:
        ask_count(now=LATER)
        return planning.Plan(gathered, planning.question_of(gathered), None, (), {})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sanamost.insight.potential.counting.plan_of", meanwhile)
        count_potential(now=NOON, gathered=gathered)
    assert row().asked_at == LATER


def test_and_asked_for_by_capacity_that_was_counted_and_by_places_taken(world: World) -> None:
    count_potential(now=NOON)
    handlers.count_anew(object())
    assert row().asked_at is not None
    with acting_as(system("test")):
        before = Happening.objects.filter(name="resources.days.counted").count()
    small_clinic()
    with acting_as(system("test")):
        assert Happening.objects.filter(name="resources.days.counted").count() == before + 1


def test_of_months_that_have_passed_says_so(world: World) -> None:
    count_potential(now=NOON)
    actor = world.actor("petrova")
    with acting_as(actor):
        found = selectors.own_potential(actor, today=TODAY + dt.timedelta(days=40))
    assert found is not None
    assert found.as_of is not None
    assert found.as_of.passed


def test_and_nobody_reads_the_rows_themselves(world: World) -> None:
    count_potential(now=NOON)
    for who in ("petrova", "ivanova"):
        actor = world.actor(who)
        with acting_as(actor):
            assert not kept.Part.objects.visible_to(actor).exists()
            assert not kept.Part.objects.exists()
            assert not kept.Count.objects.exists()
