"""Everything from which the potential is reckoned, of all clinics, in a few questions.

Read as the system: a clinic's capacity is its own, and only sums and a clinic's own part of the
plan get out (`clinic`, `coordinator`).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sanamost.engines.capacity.plans import next_month
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.insight.potential.groups import ANY, country_groups
from sanamost.insight.potential.models import PromotionCost
from sanamost.insight.potential.selectors.entered import standing_costs, standing_demand
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.selectors import STAYS, Treatment
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources.selectors import ResourceMonth

MONTHS = 12
CURRENCY = "RUB"
Scope = tuple[str, str]
"""An area, and the region whose own figures of demand count there; empty for the country's."""


@dataclass(frozen=True, slots=True)
class Sold:
    """One treatment of one clinic: what a case uses in all, and the service whose price it has.

    `uses` is by resource, in bed-days or minutes, as a booking takes it. `own_service` where the
    recipe is of one service and not the area's usual treatment.
    """

    organisation_id: int
    area: str
    stay_days: int
    uses: Mapping[int, int]
    treatment: Treatment | None
    own_service: bool

    def price(self, group: str) -> Decimal | None:
        """What a patient of the group of countries pays in roubles; None where it is not known."""
        if self.treatment is None or self.treatment.currency != CURRENCY:
            return None
        return self.treatment.prices.get(prices_of(group))


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is known for the months; demand by scope is {(group of countries, month): patients}."""

    months: tuple[dt.date, ...]
    cards: Mapping[int, Any]
    resources: Mapping[int, Any]
    stocks: Mapping[tuple[int, int], Mapping[dt.date, ResourceMonth]]
    sold: tuple[Sold, ...]
    demand: Mapping[Scope, Mapping[tuple[str, dt.date], int]]
    costs: Mapping[tuple[str, str], PromotionCost]
    """By region (empty for the country) and group of countries."""

    def scope(self, organisation_id: int, area: str) -> Scope:
        """Where the demand for the clinic's treatments of the area was stated."""
        region = self.cards[organisation_id].region
        return (area, region) if region and (area, region) in self.demand else (area, "")

    def cost(self, organisation_id: int, group: str) -> PromotionCost | None:
        """What winning a patient costs: as the clinic's region says, else the national centre."""
        region = self.cards[organisation_id].region
        return self.costs.get((region, group)) or self.costs.get(("", group))

    def month_of(self, organisation_id: int, resource_id: int, month: dt.date) -> ResourceMonth:
        """The resource in the month; nothing at all where its days were not counted."""
        known = self.stocks.get((organisation_id, resource_id), {}).get(month)
        return known or ResourceMonth(organisation_id, resource_id, month, *[0] * 8)


def prices_of(group: str) -> str:
    """Which of a clinic's prices the group of countries pays."""
    known = country_groups().get(group)
    return known.prices if known and group != ANY else PatientGroup.FOREIGN


def coming_months(today: dt.date) -> tuple[dt.date, ...]:
    """The first days of the next twelve whole months."""
    found = [next_month(today)]
    while len(found) < MONTHS:
        found.append(next_month(found[-1]))
    return tuple(found)


def gather(today: dt.date) -> Gathered:
    """Read it all; the number of questions does not grow with the number of clinics."""
    months = coming_months(today)
    first, before = months[0], next_month(months[-1])
    with acting_as(system("capacity for the potential")):
        cards = {card.pk: card for card in organisations.clinics()}
        own = {row.pk: row for row in resources.every_resource() if row.organisation_id in cards}
        stocks: defaultdict[tuple[int, int], dict[dt.date, ResourceMonth]] = defaultdict(dict)
        for one in resources.resource_months(first=first, before=before):
            if one.organisation_id in cards:
                stocks[one.organisation_id, one.resource_id][one.month] = one
        recipes = [row for row in resources.every_recipe() if row.organisation_id in cards]
    keys = {row.service_id for row in recipes if row.service_id}
    treatments: defaultdict[int, list[Treatment]] = defaultdict(list)
    for treatment in catalogue.treatments_priced(day=today, keys=keys):
        treatments[treatment.organisation_id].append(treatment)
    return Gathered(
        months=months,
        cards=cards,
        resources=own,
        stocks=dict(stocks),
        sold=tuple(_sold(row, treatments[row.organisation_id]) for row in recipes),
        demand=_demand(first, before),
        costs=_costs(),
    )


def _sold(recipe: Any, treatments: Sequence[Treatment]) -> Sold:
    uses: defaultdict[int, int] = defaultdict(int)
    for (resource, _day), amount in resources.uses_of(recipe, stay_days=recipe.stay_days).items():
        uses[resource] += amount
    return Sold(
        recipe.organisation_id,
        recipe.area,
        recipe.stay_days,
        dict(uses),
        _priced(recipe, treatments),
        recipe.service_id is not None,
    )


def _priced(recipe: Any, treatments: Sequence[Treatment]) -> Treatment | None:
    """The recipe's own service; of an area the package whose stay is nearest to the recipe's.

    Without packages a programme, then an operation, a course, rehabilitation; of equally near ones
    the first by code. Services without a price for other foreigners are left out.
    """
    known = [one for one in treatments if PatientGroup.FOREIGN in one.prices]
    if recipe.service_id is not None:
        return next((one for one in known if one.key == recipe.service_id), None)
    of_area = [one for one in known if one.area == recipe.area and one.kind in STAYS]
    return min(
        (one for one in of_area if one.stay_days > 0),
        key=lambda one: (
            STAYS.index(one.kind), abs(one.stay_days - recipe.stay_days), one.code,
        ),
        default=None,
    )  # fmt: skip


def _demand(first: dt.date, before: dt.date) -> dict[Scope, dict[tuple[str, dt.date], int]]:
    found: defaultdict[Scope, dict[tuple[str, dt.date], int]] = defaultdict(dict)
    for row in standing_demand(first, before):
        found[row.area, _region(row)][row.country_group, row.month] = row.patients
    return dict(found)


def _costs() -> dict[tuple[str, str], PromotionCost]:
    return {(_region(row), row.country_group): row for row in standing_costs()}


def _region(row: Any) -> str:
    """Whose clinics the figure counts for: a region's own, or all of them."""
    return str(row.organisation.region) if row.organisation.kind == "region" else ""
