"""What a treatment uses: the recipe of its service, else of its area."""

import datetime as dt
import math
from collections.abc import Sequence, Set
from decimal import Decimal

from sanamost.engines.capacity import recipes as engine
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.resources.models import Recipe, RecipeUse
from sanamost.registry.resources.selectors.days import FreeDay, Uses, free_days
from sanamost.registry.resources.states import ResourceKind


def recipe_for(*, organisation_id: int, area: str, services: Sequence[int] = ()) -> Recipe:
    """The recipe of the first of the services that has one, else of the area's usual treatment.

    Raises `NotVisible` where the clinic has entered neither.
    """
    rows = Recipe.objects.filter(organisation_id=organisation_id, replaced_at__isnull=True)
    rows = rows.prefetch_related("uses__resource")
    of_services = {row.service_id: row for row in rows.filter(service_id__in=services)}
    for service in services:
        if service in of_services:
            return of_services[service]
    usual = rows.filter(area=area, service__isnull=True).first()
    if usual is None:
        raise NotVisible
    return usual


def live_recipes(*, organisation_id: int) -> list[Recipe]:
    """Every recipe in force of the clinic, with its uses; the areas' usual ones first."""
    rows = Recipe.objects.filter(organisation_id=organisation_id, replaced_at__isnull=True)
    rows = rows.select_related("service").prefetch_related("uses__resource")
    return sorted(rows, key=lambda row: (row.area, row.service_id is not None, row.pk))


def as_engine(
    recipe: Recipe, *, stay_days: Decimal | int | None = None, among: Set[str] | None = None
) -> engine.Recipe:
    """The recipe in the engine's terms; beds are used from their first day to the end of the stay.

    `stay_days` may have a part of a day, as averages do: the last day is then used in part. Of uses
    only those `among` the keys of resources are taken, where it is given.
    """
    stay = recipe.stay_days if stay_days is None else stay_days
    uses: list[engine.Use] = []
    beds = set()
    for use in recipe.uses.all():
        key = str(use.resource_id)
        if among is not None and key not in among:
            continue
        if use.resource.kind != ResourceKind.BEDS:
            uses.append(engine.Use(key, use.day, float(use.amount), float(use.spread)))
            continue
        beds.add(key)
        uses.extend(
            engine.Use(key, day, float(use.amount), float(use.spread))
            for day in range(use.day, max(use.day + 1, int(stay)))
        )
        part = float(stay % 1)
        if part and stay > use.day:
            uses.append(engine.Use(key, int(stay), float(use.amount) * part, float(use.spread)))
    return engine.Recipe(tuple(uses), frozenset(beds))


def needs(recipe: Recipe, *, arrives_on: dt.date, stay_days: int) -> dict[tuple[int, dt.date], int]:
    """What a patient who arrives on the day and stays so long uses, by resource and day."""
    found = engine.needs(
        as_engine(recipe, stay_days=stay_days), arrives_on=arrives_on, stay_days=stay_days
    )
    return {(int(key), day): amount for (key, day), amount in found.items()}


def uses_of(recipe: Recipe, *, stay_days: int) -> Uses:
    """The same by days after admission, for looking at many days of arrival at once."""
    admission = dt.date(2001, 1, 1)
    found = needs(recipe, arrives_on=admission, stay_days=stay_days)
    return {(key, (day - admission).days): amount for (key, day), amount in found.items()}


def beds_of(recipe_id: int) -> dict[int, tuple[int, int]]:
    """Beds of the recipe: key of the resource → (first day of use after admission, how many)."""
    rows = RecipeUse.objects.filter(recipe_id=recipe_id, resource__kind=ResourceKind.BEDS)
    found: dict[int, tuple[int, int]] = {}
    for resource_id, day, amount in rows.values_list("resource_id", "day", "amount"):
        first, most = found.get(resource_id, (day, 0))
        found[resource_id] = (min(first, day), max(most, math.ceil(amount)))
    return found


def arrival_days(
    *,
    organisation_id: int,
    area: str,
    first: dt.date,
    services: Sequence[int] = (),
    stay_days: int | None = None,
    before: dt.date | None = None,
    limit: int = 200,
) -> list[FreeDay]:
    """Days from `first` on on which such a patient could come, soonest first.

    Nothing where the clinic has entered no recipe for it.
    """
    try:
        recipe = recipe_for(organisation_id=organisation_id, area=area, services=services)
    except NotVisible:
        return []
    uses = uses_of(recipe, stay_days=stay_days or recipe.stay_days)
    return free_days(uses, first=first, before=before, limit=limit)
