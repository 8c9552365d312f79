"""Demand and the cost of promotion …"""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from sanamost.foundation.audit import figures
from sanamost.foundation.audit.models import Entry
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.potential import services
from sanamost.insight.potential.models import DemandLimit, PromotionCost
from tests.insight.selling import DECEMBER, cost, demand
from tests.registry.catalogue.conftest import reference
from tests.world import NOON, World, acting_as, system

__all__ = ["reference"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lists(reference: None) -> None:
    """Areas to choose from."""


def facts(**other: Any) -> services.DemandFacts:
    given: dict[str, Any] = {
        "country_group": "china",
        "area": "orthopaedics",
        "patients": 3,
        "first_month": DECEMBER,
        "last_month": dt.date(2027, 2, 1),
        "source": "A survey",
        "as_of": dt.date(2026, 11, 1),
    }
    return services.DemandFacts(**{**given, **other})


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"country_group": "atlantis"}, "country_group"),
        ({"area": "nothing"}, "area"),
        ({"patients": -1}, "patients"),
        ({"last_month": dt.date(2026, 11, 1)}, "last_month"),
        ({"last_month": dt.date(2030, 1, 1)}, "last_month"),
        ({"source": "x"}, "source"),
        ({"as_of": dt.date(2027, 1, 1)}, "as_of"),
    ],
)
def test_are_refused_where_they_cannot_be_right(
    world: World, wrong: dict[str, Any], field: str
) -> None:
    lee = world.actor("lee")
    with acting_as(lee), pytest.raises(figures.FigureRefused) as refused:
        services.enter_demand(actor=lee, facts=facts(**wrong), now=NOON)
    assert refused.value.field == field


def test_are_entered_by_coordinators_alone_and_noted(world: World) -> None:
    lee, petrova = world.actor("lee"), world.actor("petrova")
    with acting_as(petrova), pytest.raises(NotVisible):
        services.enter_demand(actor=petrova, facts=facts(), now=NOON)
    with acting_as(lee):
        made = services.enter_demand(actor=lee, facts=facts(), now=NOON)
    assert [row.month.month for row in made] == [12, 1, 2]
    with acting_as(system("test")):
        assert Entry.objects.filter(action="potential.demand.entered").count() == 1


def test_take_the_place_of_what_stood_and_leave_it_on_record(world: World) -> None:
    lee = world.actor("lee")
    for patients in (3, 5):
        with acting_as(lee):
            services.enter_demand(actor=lee, facts=facts(patients=patients), now=NOON)
    with acting_as(system("test")):
        rows = DemandLimit.objects.filter(month=DECEMBER).order_by("pk")
        assert [(row.patients, row.withdrawn_at is None) for row in rows] == [(3, False), (5, True)]


def test_stand_behind_the_fence_of_the_office_that_entered_them(world: World) -> None:
    demand(world, "region-primorye", "china", 3)
    cost(world, "region-primorye", "china", 64_000)
    for who, seen in (("lee", True), ("ivanova", False), ("petrova", False)):
        with acting_as(world.actor(who)):
            assert DemandLimit.objects.exists() is seen
            assert PromotionCost.objects.exists() is seen


def test_are_never_changed(world: World) -> None:
    cost(world, "national-centre", "china", 64_000)
    with acting_as(system("test")):
        for change in ("amount = 1", "source = 'x'", "as_of = '2020-01-01'"):
            with (
                pytest.raises(DatabaseError, match="frozen"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"UPDATE potential_promotioncost SET {change}")


def test_cost_more_than_nothing(world: World) -> None:
    lee = world.actor("lee")
    said = services.CostFacts(
        country_group="china", source="A campaign", as_of=dt.date(2026, 11, 1), amount=Decimal(0)
    )
    with acting_as(lee), pytest.raises(figures.FigureRefused):
        services.enter_cost(actor=lee, facts=said, now=NOON)
