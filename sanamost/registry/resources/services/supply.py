"""A clinic enters what it has, when it stands still, and what the state asks of it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources.models import (
    WORKING_DAYS,
    MonthPlan,
    Protection,
    Resource,
    ResourceBreak,
)
from sanamost.registry.resources.policies import require_keeper
from sanamost.registry.resources.selectors.entered import treatments_using
from sanamost.registry.resources.services.counting import count_days
from sanamost.registry.resources.states import ResourceKind

MOST_UNITS = Decimal(99_999)
MOST_LEFT = 99
EVERYBODY = 100
LOWEST_LEVEL, HIGHEST_LEVEL = Decimal("0.5"), Decimal("0.999")


class ResourceThere(Refusal):
    """One name, one resource."""

    code = "resource_there"
    message = _("A resource of this kind and name stands in the list already.")
    field = "name"


class ResourceUsed(Refusal):
    """A treatment is still said to use it."""

    code = "resource_used"
    message = _("A treatment still uses it. Change or drop that recipe first.")


class UnitsNotPossible(Refusal):
    """Nothing, or more than any clinic has."""

    code = "units_not_possible"
    message = _("Enter how many there are: more than 0 and at most 99,999.")
    field = "units"


class MinutesNotPossible(Refusal):
    """Beds have no minutes, all others do."""

    code = "minutes_not_possible"
    message = _("Enter the minutes of one working day, 1 to 1,440. Beds have none.")
    field = "minutes_a_day"


class AreaUnknown(Refusal):
    """No such area of care."""

    code = "capacity_area_unknown"
    message = _("Choose an area from the list.")
    field = "area"


class PeriodReversed(Refusal):
    """It ends before it begins."""

    code = "capacity_period_reversed"
    message = _("The last day lies before the first.")
    field = "last_on"


class PlanNotPossible(Refusal):
    """Figures of a month that cannot be meant."""

    code = "plan_not_possible"
    message = _("Enter whole numbers of cases, and the average stay in days.")
    field = "planned"


class BreakNotPossible(Refusal):
    """Nothing would be less."""

    code = "break_not_possible"
    message = _("Enter what is left of it meanwhile, 0 to 99 percent.")
    field = "left_percent"


class PartNotPossible(Refusal):
    """No part of a hundred."""

    code = "part_not_possible"
    message = _("Enter how many of a hundred come as emergencies: 0 to 100.")


class LevelNotPossible(Refusal):
    """A level of protection outside of what makes sense."""

    code = "level_not_possible"
    message = _("The level lies between 50 and 99.9 percent.")
    field = "level"


@dataclass(frozen=True, kw_only=True, slots=True)
class ResourceFacts:
    """What a clinic says of a resource; `site` is the public id of one of its own."""

    kind: str
    name: str
    units: Decimal
    minutes_a_day: int | None = None
    downtime_percent: Decimal = Decimal(0)
    weekdays: int = WORKING_DAYS
    area: str = ""
    site: str = ""
    gender: str = ""
    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanFacts:
    """One month of one area and source of finance."""

    area: str
    month: dt.date
    source: str
    planned: int
    stay_days: Decimal
    done: int = 0
    done_before: dt.date | None = None


def add_resource(*, actor: Actor, facts: ResourceFacts, now: dt.datetime) -> Resource:
    """Put a resource on the list and count the days anew.

    Raises `ResourceThere`, `UnitsNotPossible`, `MinutesNotPossible`, `AreaUnknown`, `NotVisible`.
    """
    organisation_id = require_keeper(actor)
    values = _one_checked(facts, organisation_id)
    try:
        with transaction.atomic():
            row = Resource.objects.create(
                organisation_id=organisation_id, kind=facts.kind, added_at=now, **values
            )
    except IntegrityError as there:
        raise ResourceThere from there
    _note("resources.resource.added", row.public_id, organisation_id, now)
    return row


def change_resource(
    *, actor: Actor, resource: str, facts: ResourceFacts, now: dt.datetime
) -> Resource:
    """Say anew what a resource is; its kind stays. Raises what `add_resource` raises."""
    row = own_resource(actor, resource)
    for name, value in _one_checked(facts, row.organisation_id).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as there:
        raise ResourceThere from there
    _note("resources.resource.changed", row.public_id, row.organisation_id, now)
    return row


def retire_resource(*, actor: Actor, resource: str, now: dt.datetime) -> Resource:
    """Take a resource off the list; what it was used for stays on record.

    Raises `ResourceUsed` while a recipe in force names it: days of arrival would still be offered
    on what is not there.
    """
    row = own_resource(actor, resource)
    if treatments_using(actor, row):
        raise ResourceUsed
    row.retired_at = now
    row.save(update_fields=["retired_at"])
    _note("resources.resource.retired", row.public_id, row.organisation_id, now)
    return row


def add_break(
    *,
    actor: Actor,
    resource: str,
    first_on: dt.date,
    last_on: dt.date,
    left_percent: int,
    reason: str,
    now: dt.datetime,
) -> ResourceBreak:
    """Enter a time, both days included, in which only a share is left.

    Raises `PeriodReversed`, `BreakNotPossible`.
    """
    row = own_resource(actor, resource)
    if last_on < first_on:
        raise PeriodReversed
    if not 0 <= left_percent <= MOST_LEFT:
        raise BreakNotPossible
    made = ResourceBreak.objects.create(
        organisation_id=row.organisation_id,
        resource=row,
        first_on=first_on,
        before=last_on + dt.timedelta(days=1),
        left_percent=left_percent,
        reason=reason,
    )
    _note("resources.resource.break_entered", row.public_id, row.organisation_id, now)
    return made


def remove_break(*, actor: Actor, pause: str, now: dt.datetime) -> None:
    """The time falls out of the plan again."""
    require_keeper(actor)
    row = ResourceBreak.objects.visible_to(actor).filter(public_id=pause).first()
    if row is None:
        raise NotVisible
    subject, organisation_id = row.resource.public_id, row.organisation_id
    row.delete()
    _note("resources.resource.break_removed", subject, organisation_id, now)


def set_plans(*, actor: Actor, plans: Sequence[PlanFacts], now: dt.datetime) -> int:
    """Write the state task of these months, in place of what stood there; how many changed.

    Raises `PlanNotPossible`, `AreaUnknown`.
    """
    organisation_id = require_keeper(actor)
    check_areas(facts.area for facts in plans)
    changed = write_plans(organisation_id, plans)
    if changed:
        record(action="resources.plans.set", subject=str(changed), now=now)
        count_days(organisation_id=organisation_id, now=now)
    return changed


def set_protection(
    *,
    actor: Actor,
    level: Decimal,
    reason: str,
    now: dt.datetime,
    urgent: Mapping[str, int] | None = None,
) -> Protection:
    """How surely capacity is kept for domestic patients, and why.

    `urgent`: how many of a hundred domestic patients of an area come as emergencies; what was said
    stays where it is None. Raises `LevelNotPossible`, `PartNotPossible`.
    """
    organisation_id = require_keeper(actor)
    row = write_protection(
        organisation_id, level=level, reason=reason, urgent=urgent, set_by=actor.user_id, now=now
    )
    record(
        action="resources.protection.set",
        subject=str(level),
        now=now,
        details={"level": str(level)},
    )
    count_days(organisation_id=organisation_id, now=now)
    return row


def write_protection(
    organisation_id: int,
    *,
    level: Decimal,
    reason: str,
    urgent: Mapping[str, int] | None,
    set_by: int | None,
    now: dt.datetime,
) -> Protection:
    """The row of `set_protection`, once it is plausible; days are not counted."""
    if not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
        raise LevelNotPossible
    values: dict[str, Any] = {"level": level, "reason": reason.strip()}
    if urgent is not None:
        if not all(0 <= part <= EVERYBODY for part in urgent.values()):
            raise PartNotPossible
        values["urgent_percent"] = dict(sorted(urgent.items()))
    row, _made = Protection.objects.update_or_create(
        organisation_id=organisation_id, defaults={**values, "set_by_id": set_by, "set_at": now}
    )
    return row


def own_resource(actor: Actor, public_id: str) -> Resource:
    """A resource in use of the actor's own clinic; raises `NotVisible`."""
    require_keeper(actor)
    row: Resource = Resource.objects.access(actor, public_id)
    if row.retired_at is not None:
        raise NotVisible
    return row


def write_plans(organisation_id: int, plans: Sequence[PlanFacts]) -> int:
    """Write months, however many, in two statements; how many of them say something new.

    Raises `PlanNotPossible`. Counts nothing.
    """
    said = {(facts.area, facts.month.replace(day=1), facts.source): facts for facts in plans}
    if not said:
        return 0
    months = {month for _area, month, _source in said}
    known = {
        (row.area, row.month, row.source): row
        for row in MonthPlan.objects.filter(organisation_id=organisation_id, month__in=months)
    }
    new = []
    for (area, month, source), facts in said.items():
        values, before = _plan_values(facts), known.get((area, month, source))
        if before is None or any(getattr(before, n) != value for n, value in values.items()):
            key = {"area": area, "month": month, "source": source}
            new.append(MonthPlan(organisation_id=organisation_id, **key, **values))
    MonthPlan.objects.bulk_create(
        new,
        update_conflicts=True,
        unique_fields=["organisation", "area", "month", "source"],
        update_fields=["planned", "done", "done_before", "stay_days"],
    )
    return len(new)


def _plan_values(facts: PlanFacts) -> dict[str, Any]:
    values: dict[str, Any] = {
        "planned": facts.planned,
        "done": facts.done,
        "done_before": facts.done_before,
        "stay_days": facts.stay_days,
    }
    late = facts.done and (facts.done_before is None or facts.done_before <= facts.month)
    if facts.planned < 0 or facts.done < 0 or not 0 < facts.stay_days <= 365 or late:
        raise PlanNotPossible
    return values


def _one_checked(facts: ResourceFacts, organisation_id: int) -> dict[str, Any]:
    check_areas([facts.area] if facts.area else [])
    return checked(facts, site_keys(organisation_id) if facts.site else {})


def checked(facts: ResourceFacts, sites: Mapping[str, int]) -> dict[str, Any]:
    """The columns of a resource, once they are plausible; its area was looked at before."""
    if not 0 < facts.units <= MOST_UNITS:
        raise UnitsNotPossible
    in_beds = facts.kind == ResourceKind.BEDS
    if in_beds != (facts.minutes_a_day is None) or not 1 <= (facts.minutes_a_day or 1) <= 1440:
        raise MinutesNotPossible
    if facts.site and facts.site not in sites:
        raise NotVisible
    return {
        "site_id": sites.get(facts.site),
        "area": facts.area,
        "name": facts.name.strip(),
        "units": facts.units,
        "minutes_a_day": facts.minutes_a_day,
        "downtime_percent": facts.downtime_percent,
        "weekdays": facts.weekdays,
        "gender": facts.gender if in_beds else "",
        "detail": facts.detail.strip(),
    }


def site_keys(organisation_id: int) -> dict[str, int]:
    """The keys of the clinic's sites by their public ids."""
    sites = organisations.sites_of([organisation_id]).get(organisation_id, [])
    return {site.public_id: int(site.pk) for site in sites}


def check_areas(codes: Iterable[str]) -> None:
    """Raises `AreaUnknown` for a code that the list of areas does not have, once it is loaded."""
    known = {choice.code for choice in catalogue.areas("en")}
    if known and set(codes) - known:
        raise AreaUnknown


def _note(action: str, subject: str, organisation_id: int, now: dt.datetime) -> None:
    record(action=action, subject=subject, now=now)
    count_days(organisation_id=organisation_id, now=now)
