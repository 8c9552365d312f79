"""A concession …"""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.registry.resources import services
from sanamost.registry.resources.models import Concession, Resource
from tests.registry.resources.capacity import BEDS, MONDAY, day_of, enter, plans
from tests.world import NOON, World, acting_as, system

WHY = "A child of the same family, treated together."


def ask(world: World, by: str = "petrova", **changes: Any) -> Concession:
    actor = world.actor(by)
    facts: dict[str, Any] = {
        "first_on": MONDAY,
        "last_on": MONDAY,
        "amount": 1,
        "reason": WHY,
    } | changes
    with acting_as(actor):
        resource = Resource.objects.get(name=BEDS[2]).public_id
        return services.ask_concession(actor=actor, resource=resource, now=NOON, **facts)


def decide(world: World, row: Concession, by: str = "orlova", *, granted: bool = True) -> None:
    actor = world.actor(by)
    with acting_as(actor):
        services.decide_concession(actor=actor, concession=row.public_id, granted=granted, now=NOON)


def test_frees_nothing_before_somebody_else_says_yes(world: World) -> None:
    enter(world, plans=plans(300))
    row = ask(world)
    assert day_of(BEDS[2]).conceded == 0

    decide(world, row)

    assert day_of(BEDS[2]).conceded == 1
    assert day_of(BEDS[2], MONDAY + dt.timedelta(days=1)).conceded == 0


def test_is_decided_once(world: World) -> None:
    enter(world)
    row = ask(world)
    decide(world, row, granted=False)

    with pytest.raises(MoveNotAllowed):
        decide(world, row)
    assert day_of(BEDS[2]).conceded == 0


@pytest.mark.parametrize("who", ["petrova", "sidorov", "belova", "amina"])
def test_is_decided_by_the_clinics_physicians_and_quality_alone(world: World, who: str) -> None:
    enter(world)
    row = ask(world)

    with pytest.raises(NotVisible):
        decide(world, row, by=who)
    assert day_of(BEDS[2]).conceded == 0


def test_of_one_person_is_refused_by_the_database(world: World) -> None:
    enter(world)
    row = ask(world)

    with acting_as(system("test")), pytest.raises(IntegrityError), transaction.atomic():
        Concession.objects.filter(pk=row.pk).update(
            state="granted", decided_by_id=row.asked_by_id, decided_at=NOON
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "urgent"}, "reason"),
        ({"amount": 0}, "amount"),
        ({"first_on": NOON.date() - dt.timedelta(days=1), "last_on": NOON.date()}, "amount"),
        ({"last_on": MONDAY - dt.timedelta(days=1)}, "last_on"),
        ({"last_on": MONDAY + dt.timedelta(days=92)}, "amount"),
    ],
)
def test_says_what_is_wrong(world: World, changes: dict[str, Any], field: str) -> None:
    enter(world)
    with pytest.raises(Refusal) as refused:
        ask(world, **changes)
    assert refused.value.field == field
