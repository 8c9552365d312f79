"""A clinic with beds and a theatre, small enough to count by hand."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sanamost.registry.resources import services
from sanamost.registry.resources.models import CapacityDay
from tests.world import NOON, World, acting_as, system

MONDAY = dt.date(2027, 2, 1)
BEDS = ("urology", "beds", "Urological beds")
THEATRE = ("urology", "theatre", "Urological theatre")


def enter(world: World, **changes: Any) -> int:
    """Ten beds, one theatre of 400 minutes; a stay of three days, operated on the second one."""
    organisation_id = world.organisation("demo-ortho")
    facts: dict[str, Any] = {
        "resources": [
            services.ResourceFacts(
                kind="beds", name=BEDS[2], area="urology", units=Decimal(10), gender="any"
            ),
            services.ResourceFacts(
                kind="theatre", name=THEATRE[2], area="urology", units=Decimal(1), minutes_a_day=400
            ),
        ],
        "recipes": [
            services.RecipeLine(area="urology", stay_days=3, resource=BEDS, amount=Decimal(1)),
            services.RecipeLine(
                area="urology", stay_days=3, resource=THEATRE, amount=Decimal(100), day=1
            ),
        ],
    }
    with acting_as(system("test")):
        services.enter_capacity(
            actor=system("test"),
            organisation_id=organisation_id,
            whole=services.Whole(**facts | changes),
            now=NOON,
        )
    return organisation_id


def day_of(name: str, day: dt.date = MONDAY) -> CapacityDay:
    """The resource's day as the database has it."""
    with acting_as(system("test")):
        return CapacityDay.objects.get(resource__name=name, day=day)


def plans(cases: int, months: int = 15) -> list[services.PlanFacts]:
    """So many cases of three days in each month from the present one on."""
    return [
        services.PlanFacts(
            area="urology",
            month=dt.date(2026 + (10 + number) // 12, (10 + number) % 12 + 1, 1),
            source="oms",
            planned=cases,
            stay_days=Decimal(3),
        )
        for number in range(months)
    ]
