"""A clinic's whole capacity at once: from a workbook, or from a demonstration's file."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.resources.models import Protection, Recipe, Resource, ResourceBreak
from sanamost.registry.resources.policies import require_keeper
from sanamost.registry.resources.services.counting import USUAL_LEVEL, count_days
from sanamost.registry.resources.services.recipes import UseFacts, service_key, write_recipe
from sanamost.registry.resources.services.supply import (
    PlanFacts,
    ResourceFacts,
    check_areas,
    checked,
    site_keys,
    write_plans,
    write_protection,
)

CHANGED = ["site", "units", "minutes_a_day", "downtime_percent", "weekdays", "gender", "detail"]
"""Columns of a resource that is known already."""
Named = tuple[str, str, str]
"""A resource by (area, kind, name)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BreakFacts:
    """A time in which a resource gives less; `last_on` is its last day."""

    resource: Named
    first_on: dt.date
    last_on: dt.date
    left_percent: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RecipeLine:
    """One use of an area's usual treatment; with `service` (its public id), of that service."""

    area: str
    stay_days: int
    resource: Named
    amount: Decimal
    day: int = 0
    spread: Decimal = Decimal(0)
    service: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """What a clinic says of its capacity, all of it or a part."""

    resources: Sequence[ResourceFacts] = ()
    breaks: Sequence[BreakFacts] = ()
    plans: Sequence[PlanFacts] = ()
    recipes: Sequence[RecipeLine] = ()
    emptied: Sequence[Named] = ()
    """Resources of which every time of less is replaced, though `breaks` may name none."""
    level: Decimal | None = None
    level_reason: str = ""
    urgent: Mapping[str, int] | None = None
    """Emergencies of a hundred patients by area; areas that are not named stay as they were."""


def enter_capacity(*, actor: Actor, organisation_id: int, whole: Whole, now: dt.datetime) -> None:
    """Write it all and count the days once: everything, or nothing where one figure is refused.

    Resources are known by area, kind and name: what is there is changed, what is new is added, and
    what is not named stays. Breaks of a named resource are replaced, a month's plan too; a recipe
    becomes a new version. Raises what the single services raise, and `NotVisible` for a resource
    that is not known.
    """
    if not actor.system and require_keeper(actor) != organisation_id:
        raise NotVisible
    check_areas({line.area for line in whole.recipes} | {plan.area for plan in whole.plans})
    _one_at_a_time(organisation_id)
    known = _known(organisation_id)
    _write_resources(organisation_id, whole.resources, known, now)
    _write_breaks(organisation_id, whole, known)
    write_plans(organisation_id, whole.plans)
    _write_recipes(actor, organisation_id, whole.recipes, known, now)
    if whole.level is not None or whole.urgent is not None:
        _write_protection(actor, organisation_id, whole, now)
    record(action="resources.capacity.entered", details=_amounts(whole), now=now)
    count_days(organisation_id=organisation_id, now=now)


def _amounts(whole: Whole) -> dict[str, int]:
    """How many rows of each kind, for the trail."""
    rows = {
        "resources": len(whole.resources),
        "breaks": len(whole.breaks),
        "emptied": len(whole.emptied),
        "plans": len(whole.plans),
        "recipes": len({line.area for line in whole.recipes}),
        "level": int(whole.level is not None),
        "urgent": len(whole.urgent or {}),
    }
    return {kind: number for kind, number in rows.items() if number}


def _one_at_a_time(organisation_id: int) -> None:
    """Two who enter the same clinic's capacity at once write one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('capacity:' || %s, 0))",
            [str(organisation_id)],
        )


def _write_resources(
    organisation_id: int,
    resources: Sequence[ResourceFacts],
    known: dict[Named, Resource],
    now: dt.datetime,
) -> None:
    """Add what is new and change what is there; `known` then holds both."""
    sites = site_keys(organisation_id) if any(facts.site for facts in resources) else {}
    check_areas({facts.area for facts in resources if facts.area})
    written: dict[Named, Mapping[str, Any]] = {}
    for facts in resources:
        values = checked(facts, sites)
        written[values["area"], facts.kind, values["name"]] = values
    new = [name for name in written if name not in known]
    for name in new:
        known[name] = Resource(organisation_id=organisation_id, kind=name[1], added_at=now)
    for name, columns in written.items():
        for column, value in columns.items():
            setattr(known[name], column, value)
    Resource.objects.bulk_create([known[name] for name in new])
    old = [known[name] for name in written if name not in new]
    if old:
        Resource.objects.bulk_update(old, CHANGED)


def _write_protection(actor: Actor, organisation_id: int, whole: Whole, now: dt.datetime) -> None:
    """What is not said of it stays."""
    known = Protection.objects.filter(organisation_id=organisation_id).first()
    level, reason = whole.level, whole.level_reason
    if level is None:
        level = known.level if known else USUAL_LEVEL
        reason = known.reason if known else ""
    before = known.urgent_percent if known else {}
    write_protection(
        organisation_id,
        level=level,
        reason=reason,
        urgent={**before, **(whole.urgent or {})},
        set_by=actor.user_id,
        now=now,
    )


def _known(organisation_id: int) -> dict[Named, Resource]:
    rows = Resource.objects.filter(organisation_id=organisation_id, retired_at__isnull=True)
    return {(row.area, row.kind, row.name): row for row in rows}


def _write_breaks(organisation_id: int, whole: Whole, known: dict[Named, Resource]) -> None:
    breaks = whole.breaks
    named = {_found(known, name).pk for name in (*whole.emptied, *(b.resource for b in breaks))}
    if not named:
        return
    ResourceBreak.objects.filter(organisation_id=organisation_id, resource_id__in=named).delete()
    ResourceBreak.objects.bulk_create(
        ResourceBreak(
            organisation_id=organisation_id,
            resource=_found(known, facts.resource),
            first_on=facts.first_on,
            before=facts.last_on + dt.timedelta(days=1),
            left_percent=facts.left_percent,
            reason=facts.reason,
        )
        for facts in breaks
    )


def _write_recipes(
    actor: Actor,
    organisation_id: int,
    lines: Sequence[RecipeLine],
    known: dict[Named, Resource],
    now: dt.datetime,
) -> None:
    for area, service in dict.fromkeys((line.area, line.service) for line in lines):
        own = [line for line in lines if (line.area, line.service) == (area, service)]
        uses = [
            UseFacts(
                resource=_found(known, line.resource).public_id,
                amount=line.amount,
                day=line.day,
                spread=line.spread,
            )
            for line in own
        ]
        key: dict[str, Any] = {
            "organisation_id": organisation_id,
            "area": area,
            "service_id": service_key(organisation_id, service, now.date()),
        }
        if not _same(key, own[0].stay_days, uses):
            write_recipe(key, stay_days=own[0].stay_days, uses=uses, made_by=actor.user_id, now=now)


def _same(key: dict[str, Any], stay_days: int, uses: Sequence[UseFacts]) -> bool:
    """Whether the recipe in force says exactly this already."""
    live = Recipe.objects.filter(**key, replaced_at__isnull=True).first()
    if live is None or live.stay_days != stay_days:
        return False
    said = live.uses.values_list("resource__public_id", "day", "amount", "spread")
    return set(said) == {(use.resource, use.day, use.amount, use.spread) for use in uses}


def _found(known: dict[Named, Resource], name: Named) -> Resource:
    if name not in known:
        raise NotVisible
    return known[name]
