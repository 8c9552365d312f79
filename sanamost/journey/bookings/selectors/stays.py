"""What a stay was planned to use and used, and what finished stays teach about a treatment."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sanamost.engines.capacity import recipes as engine
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.journey.bookings.models import Booking, HoldUse
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources import services as capacity
from sanamost.registry.resources.policies import require_keeper
from sanamost.registry.resources.states import ResourceKind

LATEST = dt.timedelta(days=730)
"""Older stays teach nothing: treatments change."""


@dataclass(frozen=True, slots=True)
class UsedPart:
    """What a stay takes of a resource on one day, in minutes: planned, and as it stands now."""

    resource: Any
    day: dt.date
    planned: int
    amount: int


def used_parts(actor: Actor, booking: Booking) -> list[UsedPart]:
    """Theatres, machines, people and rooms of a stay by day, as far as the actor may see it."""
    rows = HoldUse.objects.visible_to(actor).filter(hold_id=booking.hold_id)
    rows = rows.exclude(capacity__resource__kind=ResourceKind.BEDS)
    rows = rows.select_related("capacity__resource").order_by(
        "capacity__day", "capacity__resource_id"
    )
    return [
        UsedPart(row.capacity.resource, row.capacity.day, row.planned, row.amount)
        for row in rows
        if row.planned or row.amount
    ]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What real stays say of a recipe, ready to become its next version.

    `uses` are all uses of the new version, those that stay as they are among them. `changed` says
    whether it differs from the recipe at all.
    """

    recipe: Any
    stays: int
    """Finished stays behind it."""
    least: int
    """How many are needed before anything is learned."""
    planned_days: Decimal
    """Mean days in a bed that were planned for them."""
    real_days: Decimal
    """Mean days in a bed that they had."""
    stay_days: int
    """The usual stay of the new version."""
    uses: tuple[capacity.UseFacts, ...]
    changed: bool
    noted: int = 0
    """Stays of which the clinic said what of theatres, machines and people they used."""

    @property
    def enough(self) -> bool:
        """Whether there are enough stays to offer a new version."""
        return max(self.stays, self.noted) >= self.least


def learned_recipe(actor: Actor, recipe: Any, *, now: dt.datetime) -> Lesson:
    """Compare what was planned with what finished stays of the recipe used; for the recipes page.

    `recipe` is a row of `registry.resources.selectors.live_recipes` of the actor's own clinic.
    Stays of the last two years count whose place was counted from any version of it. Beds are
    learned from all of them; theatres, machines and people from those of which the clinic said what
    they really used (`services.note_use`), and stay the clinic's own figures while those are few.
    Offer the lesson where `lesson.enough and lesson.changed`; taking it is

        registry.resources.services.set_recipe(actor=…, area=recipe.area, service=(public id or ""),
            stay_days=lesson.stay_days, uses=lesson.uses, origin=RecipeOrigin.LEARNED, now=now)

    Gives sums alone, no case: whoever keeps the clinic's capacity may read it. Raises `NotVisible`.
    """
    organisation_id = require_keeper(actor)
    with acting_as(system("what stays teach")):
        stays = _stays(organisation_id, recipe, now)
        noted = _noted(organisation_id, recipe, now)
        known = {
            str(row.pk): row for row in resources.resources_of(organisation_id=organisation_id)
        }
    prior = resources.as_engine(recipe)
    actuals = [actual for _planned, actual in stays]
    found = engine.learned(_beds_of(prior), actuals)
    minutes = engine.learned(_minutes_of(prior), noted)
    stay = max(1, found.recipe.usual_stay if found.weight else recipe.stay_days)
    uses = tuple(_use(use, found) for use in _kept(recipe, minutes))
    uses += tuple(_learned_minutes(minutes, known))
    before = [
        (use.resource.public_id, use.day, use.amount, use.spread) for use in recipe.uses.all()
    ]
    after = [(use.resource, use.day, use.amount, use.spread) for use in uses]
    told = bool(found.weight or minutes.weight)
    return Lesson(
        recipe=recipe,
        stays=len(stays),
        least=engine.LEAST,
        planned_days=_mean([planned for planned, _actual in stays]),
        real_days=_mean([len({day for _resource, day in actual}) for actual in actuals]),
        stay_days=stay,
        uses=uses,
        changed=told and (stay, sorted(after)) != (recipe.stay_days, sorted(before)),
        noted=len(noted),
    )


def _stays(organisation_id: int, recipe: Any, now: dt.datetime) -> list[tuple[int, engine.Actual]]:
    """Of every finished stay: planned days in a bed, and the beds that it used."""
    bookings = _finished(organisation_id, recipe, now)
    first_days: dict[int, Any] = dict(bookings.values_list("hold_id", "arrived_on"))
    planned: defaultdict[int, set[dt.date]] = defaultdict(set)
    used: defaultdict[int, dict[tuple[str, int], float]] = defaultdict(dict)
    rows = HoldUse.objects.filter(hold_id__in=first_days, capacity__resource__kind="beds")
    for hold, resource, day, amount, meant in rows.values_list(
        "hold_id", "capacity__resource_id", "capacity__day", "amount", "planned"
    ):
        if meant:
            planned[hold].add(day)
        if amount:
            used[hold][str(resource), (day - first_days[hold]).days] = float(amount)
    return [(len(planned[hold]), used[hold]) for hold in first_days if used[hold]]


def _finished(organisation_id: int, recipe: Any, now: dt.datetime) -> Any:
    """Finished stays of the last two years whose place was counted from a version of the recipe."""
    return Booking.objects.filter(
        organisation_id=organisation_id,
        left_on__isnull=False,
        left_on__gte=(now - LATEST).date(),
        hold__recipe__area=recipe.area,
        hold__recipe__service_id=recipe.service_id,
    )


def _noted(organisation_id: int, recipe: Any, now: dt.datetime) -> list[engine.Actual]:
    """The minutes of every finished stay of which the clinic said what it used."""
    bookings = _finished(organisation_id, recipe, now).filter(use_noted_at__isnull=False)
    first_days: dict[int, Any] = dict(bookings.values_list("hold_id", "arrived_on"))
    used: dict[int, dict[tuple[str, int], float]] = {hold: {} for hold in first_days}
    rows = HoldUse.objects.filter(hold_id__in=first_days, amount__gt=0)
    rows = rows.exclude(capacity__resource__kind=ResourceKind.BEDS)
    for hold, resource, day, amount in rows.values_list(
        "hold_id", "capacity__resource_id", "capacity__day", "amount"
    ):
        if day >= first_days[hold]:
            used[hold][str(resource), (day - first_days[hold]).days] = float(amount)
    return list(used.values())


def _minutes_of(recipe: engine.Recipe) -> engine.Recipe:
    return engine.Recipe(tuple(use for use in recipe.uses if use.resource not in recipe.beds))


def _kept(recipe: Any, minutes: engine.Learned) -> list[Any]:
    """Uses of the version in force that are not learned anew from minutes."""
    beds = ResourceKind.BEDS
    return [use for use in recipe.uses.all() if not minutes.weight or use.resource.kind == beds]


def _learned_minutes(
    minutes: engine.Learned, known: Mapping[str, Any]
) -> Iterable[capacity.UseFacts]:
    """What real stays teach of theatres, machines and people; less than a minute is none.

    What was used on days before the admission or of a resource that is no more teaches nothing.
    """
    for use in minutes.recipe.uses if minutes.weight else ():
        amount = Decimal(str(round(use.amount, 2)))
        if use.resource in known and amount >= 1:
            yield capacity.UseFacts(
                resource=known[use.resource].public_id,
                amount=amount,
                day=use.day,
                spread=Decimal(str(round(use.spread, 2))),
            )


def _beds_of(recipe: engine.Recipe) -> engine.Recipe:
    return engine.Recipe(
        tuple(use for use in recipe.uses if use.resource in recipe.beds), recipe.beds
    )


def _use(use: Any, found: engine.Learned) -> capacity.UseFacts:
    """The use as it stands; of beds with what patients differ by on the days of the usual stay."""
    spread = use.spread
    if found.weight and str(use.resource_id) in found.recipe.beds:
        days = [
            one.spread
            for one in found.recipe.uses
            if one.resource == str(use.resource_id) and one.amount >= 0.5
        ]
        if days:
            squares = math.fsum(one**2 for one in days) / len(days)
            spread = Decimal(str(round(math.sqrt(squares), 2)))
    return capacity.UseFacts(
        resource=use.resource.public_id, amount=use.amount, day=use.day, spread=spread
    )


def _mean(numbers: list[int]) -> Decimal:
    if not numbers:
        return Decimal(0)
    return Decimal(str(round(math.fsum(numbers) / len(numbers), 1)))
