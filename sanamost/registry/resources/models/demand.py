"""What the state asks of a clinic, how surely it is kept, and what one treatment uses."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.registry.resources.models.supply import Resource
from sanamost.registry.resources.states import FinanceSource, RecipeOrigin


class MonthPlan(OrganisationRow):
    """Cases of one area that a source of finance pays in one month: planned, and done so far."""

    area = models.CharField(max_length=20)
    month = models.DateField()
    """Its first day."""
    source = models.CharField(max_length=10, choices=FinanceSource.choices)
    planned = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    done_before = models.DateField(null=True, blank=True)
    """The first day that `done` does not count."""
    stay_days = models.DecimalField(max_digits=5, decimal_places=1)
    """Average, of domestic patients."""

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    deletable = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "area", "month", "source"], name="month_plan_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="month_plan_of_a_month"),
            models.CheckConstraint(condition=Q(stay_days__gt=0), name="month_plan_stay_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.area} {self.month} {self.source}"


class Protection(OrganisationRow):
    """How surely a clinic keeps capacity for domestic patients, and why so surely."""

    level = models.DecimalField(max_digits=4, decimal_places=3, default=Decimal("0.95"))
    """The share of days on which what is kept suffices: a quantile of demand."""
    reason = models.TextField(max_length=1000, blank=True)
    urgent_percent = models.JSONField(default=dict)
    """By area, how many of a hundred patients of the state task come as emergencies; of an area
    that it does not name, all are reckoned to."""
    counted_at = models.DateTimeField(null=True, blank=True)
    """When the days were last counted from resources, plans and recipes."""
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    set_at = models.DateTimeField()

    fence: ClassVar[fences.Fence] = fences.organisation_row()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="protection_one_per_clinic"),
            models.CheckConstraint(
                condition=Q(level__gte=Decimal("0.5")) & Q(level__lte=Decimal("0.999")),
                name="protection_level_is_a_quantile",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.level}"


class Recipe(OrganisationRow):
    """What one treatment uses, by day from admission; a change is a new version."""

    public_id = PublicIdField(prefix="reci")
    area = models.CharField(max_length=20)
    service = models.ForeignKey("catalogue.Service", models.PROTECT, null=True, related_name="+")
    """The service it is for; none for the area's usual treatment."""
    version = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(
        max_length=10, choices=RecipeOrigin.choices, default=RecipeOrigin.ENTERED
    )
    stay_days = models.PositiveSmallIntegerField(default=1)
    """The usual stay; beds are used on each of its days."""
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    frozen = ("public_id", "organisation_id", "area", "service_id", "version", "made_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "area", "service"],
                condition=Q(replaced_at__isnull=True),
                nulls_distinct=False,
                name="recipe_live_once",
            ),
            models.CheckConstraint(
                condition=Q(stay_days__gte=1) & Q(stay_days__lte=365), name="recipe_stay_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} v{self.version}"


class RecipeUse(OrganisationRow):
    """How much of one resource one patient uses on one day of the stay."""

    recipe = models.ForeignKey(Recipe, models.PROTECT, related_name="uses")
    resource = models.ForeignKey(Resource, models.PROTECT, related_name="+")
    day = models.PositiveSmallIntegerField(default=0)
    """Days after admission; of beds the first day of use, which then lasts to the end."""
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    spread = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    """Standard deviation between patients, in the same unit."""

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipe", "resource", "day"], name="recipe_use_once"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & Q(spread__gte=0), name="recipe_use_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipe_id} {self.resource_id} +{self.day}"


_NOTE = """
CREATE OR REPLACE FUNCTION resources_opening_note_{when}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO catalogue_searchchange (subject, key, made_in, made_at)
    SELECT DISTINCT 'prices', n.organisation_id, pg_current_xact_id()::text::bigint, now()
    FROM {changed} n;
  RETURN NULL;
END $$
"""
_WHEN = """
CREATE OR REPLACE TRIGGER search_{when} AFTER {when} ON resources_opening
REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION resources_opening_note_{when}()
"""
_CHANGES = {
    "INSERT": ("now_there", "NEW TABLE AS now_there"),
    "UPDATE": ("now_there", "NEW TABLE AS now_there"),
    "DELETE": ("was_there", "OLD TABLE AS was_there"),
}


class Opening(OrganisationRow):
    """The nearest days on which a patient of an area could come: a public fact, counted from days.

    Counted again after every change by a job: minutes old at most, while a place is taken from the
    days themselves.
    """

    area = models.CharField(max_length=20)
    nearest_on = models.DateField()
    days = models.JSONField(default=list)
    """Free days in their order, the nearest first, as ISO dates."""
    counted_at = models.DateTimeField()

    # The search shows the nearest day: it looks again where it changes.
    database_rules = tuple(
        rule.format(when=when, changed=changed, tables=tables)
        for when, (changed, tables) in _CHANGES.items()
        for rule in (_NOTE, _WHEN)
    )
    fence: ClassVar[fences.Fence] = fences.sql(
        read="true", write="organisation_id = (SELECT sanamost_organisation())"
    )
    deletable = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "area"], name="opening_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.area} {self.nearest_on}"

    def days_from(self, first: dt.date) -> list[dt.date]:
        """The free days from `first` on, soonest first."""
        days = (dt.date.fromisoformat(day) for day in self.days)
        return [day for day in days if day >= first]

    @classmethod
    def visible(cls, actor: Actor) -> Q:  # noqa: ARG003 the same for every actor
        """Everybody may see when a clinic is free."""
        return Q()
