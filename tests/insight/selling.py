"""A clinic small enough to reckon by hand: two beds, one machine, one package.

Two beds are 2 × 31 = 62 bed-days of a month with 31 days; a case stays 10 days, so 6 patients fit,
and 62 / 10 = 6.2. A package costs 480,000 roubles, a foreigner 1.5 times as much: 720,000.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from sanamost.insight.potential import services
from sanamost.registry.organisations import services as organisations
from sanamost.registry.resources import services as resources
from tests.journey.referred import price_list
from tests.world import NOON, World, acting_as, system

PRICE = Decimal(720_000)
DECEMBER = dt.date(2026, 12, 1)
"""The first of the twelve months."""
BED, MRI = ("orthopaedics", "beds", "Beds"), ("", "equipment", "MRI")


def small_clinic(code: str = "small", *, region: str = "05", beds: int = 2) -> int:
    """Its key; without a state task, so that everything is free."""
    with acting_as(system("test")) as acting:
        card = organisations.enter(
            code=code,
            kind="clinic",
            country="RU",
            region=region,
            areas=["orthopaedics", "cardiology"],
            names={"en": f"Clinic {code}", "ru": f"Клиника {code}"},
            languages=["ru"],
        )
        price_list(card.pk)
        resources.enter_capacity(
            actor=acting.actor,
            organisation_id=card.pk,
            whole=resources.Whole(
                resources=[
                    resources.ResourceFacts(
                        kind="beds", name="Beds", area="orthopaedics", units=Decimal(beds)
                    ),
                    resources.ResourceFacts(
                        kind="equipment", name="MRI", units=Decimal(1), minutes_a_day=600
                    ),
                ],
                recipes=[
                    resources.RecipeLine(
                        area="orthopaedics", stay_days=10, resource=BED, amount=Decimal(1)
                    ),
                    resources.RecipeLine(
                        area="orthopaedics", stay_days=10, resource=MRI, amount=Decimal(45)
                    ),
                ],
            ),
            now=NOON,
        )
    return int(card.pk)


def state_task(clinic: int, planned: int, stay: str = "5") -> None:
    """So many domestic patients in each month of the year."""
    months = [dt.date(2026 + (10 + n) // 12, (10 + n) % 12 + 1, 1) for n in range(14)]
    with acting_as(system("test")) as acting:
        resources.enter_capacity(
            actor=acting.actor,
            organisation_id=clinic,
            whole=resources.Whole(
                plans=[
                    resources.PlanFacts(
                        area="orthopaedics",
                        month=month,
                        source="oms",
                        planned=planned,
                        stay_days=Decimal(stay),
                    )
                    for month in months
                ]
            ),
            now=NOON,
        )


def demand(world: World, owner: str, group: str, patients: int, **other: Any) -> None:
    """What a coordinator says of orthopaedics, for the twelve months."""
    given: dict[str, Any] = {
        "country_group": group,
        "area": "orthopaedics",
        "patients": patients,
        "first_month": DECEMBER,
        "last_month": dt.date(2027, 11, 1),
        "source": "A survey",
        "as_of": dt.date(2026, 11, 1),
    }
    with acting_as(system("test")) as acting:
        services.enter_demand(
            actor=acting.actor,
            facts=services.DemandFacts(**{**given, **other}),
            now=NOON,
            organisation_id=world.organisation(owner),
        )


def cost(world: World, owner: str, group: str, amount: int) -> None:
    """What winning a patient costs."""
    with acting_as(system("test")) as acting:
        services.enter_cost(
            actor=acting.actor,
            facts=services.CostFacts(
                country_group=group,
                source="A campaign",
                as_of=dt.date(2026, 11, 1),
                amount=Decimal(amount),
            ),
            now=NOON,
            organisation_id=world.organisation(owner),
        )
