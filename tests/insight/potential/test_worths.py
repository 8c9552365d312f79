"""Prices of capacity for whoever offers days …

The small clinic has 62 bed-days in December; a case of ten days brings 720,000.
"""

import datetime as dt
from decimal import Decimal

import pytest

from sanamost.insight.potential.worths import count_worths
from sanamost.registry.resources.models import UnitWorth
from tests.insight.selling import DECEMBER, PRICE, demand, small_clinic
from tests.registry.catalogue.conftest import reference
from tests.world import NOON, World, acting_as, system

__all__ = ["reference"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lists(reference: None) -> None:
    """Areas and countries to choose from."""


def prices(clinic: int) -> dict[tuple[str, dt.date], Decimal]:
    with acting_as(system("test")):
        rows = UnitWorth.objects.filter(organisation_id=clinic)
        return {(one.resource.name, one.month): one.roubles for one in rows}


def test_are_what_one_more_unit_would_bring(world: World) -> None:
    clinic = small_clinic()
    demand(world, "national-centre", "china", 30)
    assert count_worths(now=NOON) == 24
    found = prices(clinic)
    assert found["Beds", DECEMBER] == pytest.approx(PRICE / 10, rel=Decimal("0.0001"))
    assert found["MRI", DECEMBER] == 0


def test_are_nothing_where_more_is_free_than_is_asked_for(world: World) -> None:
    clinic = small_clinic()
    demand(world, "national-centre", "china", 3)
    count_worths(now=NOON)
    assert set(prices(clinic).values()) == {Decimal(0)}


def test_are_not_known_where_nobody_has_said_who_comes(world: World) -> None:
    clinic = small_clinic()
    assert count_worths(now=NOON) == 0
    demand(world, "national-centre", "china", 30, last_month=DECEMBER)
    count_worths(now=NOON)
    assert set(prices(clinic)) == {("Beds", DECEMBER), ("MRI", DECEMBER)}


def test_replace_those_before(world: World) -> None:
    clinic = small_clinic()
    demand(world, "national-centre", "china", 30)
    count_worths(now=NOON)
    demand(world, "national-centre", "china", 3)
    count_worths(now=NOON + dt.timedelta(hours=1))
    assert set(prices(clinic).values()) == {Decimal(0)}
