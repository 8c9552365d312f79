"""A clinic's capacity for its own information system: entered, and read back as counted.

Every body goes the way of a workbook's rows: the same judgement, all of it or nothing.
"""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Field, Query, Router, Schema

from sanamost.api.v1 import capacity_rows as rows
from sanamost.api.v1 import capacity_shapes as shapes
from sanamost.api.v1.keyed import READS, WRITES, Call, operation
from sanamost.api.v1.refusals import ManyErrors, error
from sanamost.engines.capacity import workbooks as engine
from sanamost.foundation.access.rights import Right
from sanamost.foundation.languages.errors import Refusal
from sanamost.registry.resources import selectors, services

DAY = dt.timedelta(days=1)
MOST_DAYS = 92
MOST_MONTHS = 36
router = Router(tags=["capacity"])


class PeriodNotPossible(Refusal):
    """Reversed, or too long for one answer."""

    code = "period_not_possible"
    message = _("Ask for at most 92 days or 36 months, the last not before the first.")
    field = "last"


class Days(Schema):
    """Which days, the last included."""

    first: shapes.Day | None = Field(None, description="Today where left out.")
    last: shapes.Day | None = Field(None, description="30 days after the first where left out.")
    resource: shapes.Text = Field("", description=f"{shapes.RESOURCE} All of them where left out.")


@operation(router, READS, "/resources", Right.RESOURCES_READ, shapes.KnownResources)
def list_resources(request: Call) -> shapes.KnownResources:
    """The clinic's resources in use, with their times of less."""
    found = selectors.own_resources(request.auth)
    return shapes.KnownResources(resources=[_resource(row) for row in found])


@operation(router, WRITES, "/resources", Right.RESOURCES_WRITE, shapes.Written)
def put_resources(
    request: Call, body: shapes.Resources, *, dry_run: bool = False
) -> shapes.Written:
    """Add resources and change those known by area, kind and name; none is retired by it."""
    said = rows.resource_rows(body.resources)
    return rows.entered(request, engine.RESOURCES, said, now=timezone.now(), dry_run=dry_run)


@operation(router, READS, "/resources/{resource}", Right.RESOURCES_READ, shapes.KnownResource)
def get_resource(request: Call, resource: str) -> shapes.KnownResource:
    """One resource in use."""
    return _resource(services.own_resource(request.auth, resource))


@operation(router, WRITES, "/resources/{resource}/breaks", Right.RESOURCES_WRITE, shapes.Written)
def put_breaks(
    request: Call, resource: str, body: shapes.Breaks, *, dry_run: bool = False
) -> shapes.Written:
    """Replace every time of less of a resource."""
    row = services.own_resource(request.auth, resource)
    named = (row.area, row.kind, row.name)
    return rows.entered(
        request,
        engine.BREAKS,
        rows.break_rows(named, body.breaks),
        emptied=[named],
        now=timezone.now(),
        dry_run=dry_run,
    )


@operation(router, READS, "/plans", Right.STATE_TASK_READ, shapes.KnownPlans)
def list_plans(
    request: Call, first: shapes.Day | None = None, last: shapes.Day | None = None
) -> shapes.KnownPlans:
    """The state task by area, source of finance and month; a year from this month on by itself."""
    begin = (first or timezone.localdate()).replace(day=1)
    end = (last or begin + 364 * DAY).replace(day=1)
    months = (end.year - begin.year) * 12 + end.month - begin.month
    if not 0 <= months < MOST_MONTHS:
        raise PeriodNotPossible
    found = selectors.plans_between(request.auth, first=begin, before=end + DAY)
    return shapes.KnownPlans(plans=[_plan(row) for row in found])


@operation(router, WRITES, "/plans", Right.STATE_TASK_WRITE, shapes.Written)
def put_plans(request: Call, body: shapes.Plans, *, dry_run: bool = False) -> shapes.Written:
    """Write months of the state task, planned and done, in place of what stood there."""
    said = rows.plan_rows(body.plans)
    return rows.entered(request, engine.PLANS, said, now=timezone.now(), dry_run=dry_run)


@operation(router, READS, "/protection", Right.STATE_TASK_READ, shapes.KnownProtection)
def get_protection(request: Call) -> shapes.KnownProtection:
    """How surely capacity is kept for domestic patients, and when days were last counted."""
    row = selectors.protection_of(request.auth)
    return shapes.KnownProtection(
        level_percent=row.level * 100 if row else None,
        reason=row.reason if row else "",
        emergency_percent=row.urgent_percent if row else {},
        counted_at=row.counted_at if row else None,
    )


@operation(router, WRITES, "/protection", Right.STATE_TASK_WRITE, shapes.Written)
def put_protection(
    request: Call, body: shapes.Protection, *, dry_run: bool = False
) -> shapes.Written:
    """Say how surely capacity is kept for domestic patients, and who come as emergencies."""
    before = selectors.protection_of(request.auth)
    try:
        services.check_areas(body.emergency_percent or ())
        row = services.set_protection(
            actor=request.auth,
            level=body.level_percent / 100,
            reason=body.reason,
            urgent=body.emergency_percent,
            now=timezone.now(),
        )
    except services.LevelNotPossible as wrong:
        raise ManyErrors([error(wrong.code, wrong.text, "/level_percent")]) from wrong
    except (services.PartNotPossible, services.AreaUnknown) as wrong:
        raise ManyErrors([error(wrong.code, wrong.text, "/emergency_percent")]) from wrong
    change = "new" if before is None else "changed"
    if before is not None and _protects(before) == _protects(row):
        change = "same"
    told: dict[str, Any] = {"field": "", "change": change, "doubts": []}
    return shapes.Written(dry_run=dry_run, rows=[shapes.Row(**told)])


def _protects(row: Any) -> tuple[Any, ...]:
    return row.level, row.reason, row.urgent_percent


@operation(router, READS, "/recipes", Right.RECIPES_READ, shapes.KnownRecipes)
def list_recipes(request: Call) -> shapes.KnownRecipes:
    """What treatments use: the recipes in force, of areas and of single services."""
    found = selectors.live_recipes(organisation_id=request.auth.organisation_id or 0)
    return shapes.KnownRecipes(recipes=[shapes.KnownRecipe(**_recipe(row)) for row in found])


@operation(router, WRITES, "/recipes", Right.RECIPES_WRITE, shapes.Written)
def put_recipes(request: Call, body: shapes.Recipes, *, dry_run: bool = False) -> shapes.Written:
    """Write the usual treatments of areas, each as a new version."""
    own = selectors.own_resources(request.auth)
    known = {row.public_id: (row.area, row.kind, row.name) for row in own}
    said = rows.recipe_rows(body.recipes, known)
    return rows.entered(request, engine.RECIPES, said, now=timezone.now(), dry_run=dry_run)


@operation(router, READS, "/recipes/{recipe}", Right.RECIPES_READ, shapes.RecipeWithVersions)
def get_recipe(request: Call, recipe: str) -> shapes.RecipeWithVersions:
    """One version of what a treatment uses, in force or replaced, and its other versions."""
    row = selectors.access_recipe(request.auth, recipe)
    versions = [
        shapes.Version(
            recipe=one.public_id,
            version=one.version,
            made_at=one.made_at,
            replaced_at=one.replaced_at,
        )
        for one in selectors.versions_of(request.auth, row)
    ]
    return shapes.RecipeWithVersions(**_recipe(row), versions=versions)


@operation(router, READS, "/days", Right.DAYS_READ, shapes.KnownDays)
def list_days(request: Call, asked: Query[Days]) -> shapes.KnownDays:
    """Counted days by resource: what is free after the state task, and why nothing is."""
    today = timezone.localdate()
    first = asked.first or today
    last = asked.last or first + 30 * DAY
    if not 0 <= (last - first).days < MOST_DAYS:
        raise PeriodNotPossible
    if asked.resource:
        services.own_resource(request.auth, asked.resource)
    found = services.told_days(
        organisation_id=request.auth.organisation_id or 0,
        first=first,
        before=last + DAY,
        today=today,
        resource=asked.resource,
    )
    return shapes.KnownDays(
        days=[_day(one) for one in found],
        reasons={code: str(words) for code, words in services.DAY_REASONS.items()},
    )


@operation(router, READS, "/openings", Right.DAYS_READ, shapes.Openings)
def list_openings(request: Call) -> shapes.Openings:
    """When a patient of each area could come next, as the portal shows it."""
    found = selectors.openings_of(organisation_id=request.auth.organisation_id or 0)
    today = timezone.localdate()
    return shapes.Openings(
        openings=[
            shapes.Opening(area=row.area, nearest_on=days[0], days=days, counted_at=row.counted_at)
            for row in found
            if (days := row.days_from(today))
        ]
    )


def _resource(row: Any) -> shapes.KnownResource:
    breaks = sorted(row.breaks.all(), key=lambda one: one.first_on)
    return shapes.KnownResource(
        resource=row.public_id,
        area=row.area,
        kind=row.kind,
        name=row.name,
        units=row.units,
        minutes_a_day=row.minutes_a_day,
        downtime_percent=row.downtime_percent,
        weekdays="".join(str(day + 1) for day in range(7) if row.weekdays >> day & 1),
        gender=row.gender,
        detail=row.detail,
        site=row.site.public_id if row.site else "",
        breaks=[
            shapes.Break(
                first_on=one.first_on,
                last_on=one.before - DAY,
                left_percent=one.left_percent,
                reason=one.reason,
            )
            for one in breaks
        ],
    )


def _plan(row: Any) -> shapes.Plan:
    return shapes.Plan(
        area=row.area,
        source=row.source,
        month=row.month.isoformat()[:7],
        planned=row.planned,
        done=row.done,
        done_until=row.done_before - DAY if row.done_before else None,
        stay_days=row.stay_days,
    )


def _recipe(row: Any) -> dict[str, Any]:
    uses = sorted(row.uses.all(), key=lambda use: (use.day, use.pk))
    return {
        "recipe": row.public_id,
        "area": row.area,
        "service": row.service.public_id if row.service else None,
        "version": row.version,
        "origin": row.origin,
        "stay_days": row.stay_days,
        "made_at": row.made_at,
        "replaced_at": row.replaced_at,
        "uses": [
            shapes.Use(
                resource=use.resource.public_id,
                day=use.day,
                amount=use.amount,
                spread=use.spread,
            )
            for use in uses
        ],
    }


def _day(one: services.ToldDay) -> shapes.KnownDay:
    row: Any = one.row
    return shapes.KnownDay(
        resource=row.resource.public_id,
        day=row.day,
        supply=row.supply,
        protected=row.protected,
        conceded=row.conceded,
        held=row.held,
        booked=row.booked,
        free=row.free,
        reasons=list(one.reasons),
    )
