"""What coordinators say of demand and of its price, and the plan that was counted last.

A figure is never changed: it is entered anew, which puts the old one aside, or withdrawn with a
reason; it stays on record. The count is the clock's: only the last one is kept.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import GuardedRow, OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.audit.figures import SourcedFigure

ENTRY = (
    *("public_id", "organisation_id", "country_group", "source", "source_page", "as_of"),
    *("demonstration", "entered_by_id", "entered_at"),
)
LIVE = Q(withdrawn_at__isnull=True)


class Entry(SourcedFigure, OrganisationRow):
    """Who read the figure where, for which day, and whether it still stands."""

    country_group = models.CharField(max_length=40)
    """Its code in `groups`."""
    as_of = models.DateField()
    """The day for which the source names it."""
    demonstration = models.BooleanField(default=False)
    """Invented, for the demonstration world alone; every page says so."""

    # A region's figures are its own, the national centre's count for every clinic: what follows
    # from them is counted as the system, and only sums get out.
    fence: ClassVar[fences.Fence] = fences.organisation_row()

    class Meta:
        abstract = True


class DemandLimit(Entry):
    """How many patients of a group of countries want treatment of an area in one month."""

    public_id = PublicIdField(prefix="dmnd")
    area = models.CharField(max_length=20)
    month = models.DateField()
    """Its first day."""
    patients = models.PositiveIntegerField()

    frozen = (*ENTRY, "area", "month", "patients")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "country_group", "area", "month"],
                condition=LIVE,
                name="demand_limit_once",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="demand_limit_of_a_month"),
        ]

    def __str__(self) -> str:
        return self.public_id


class PromotionCost(Entry):
    """What it costs to win one patient from a group of countries, in roubles."""

    public_id = PublicIdField(prefix="prmo")
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    frozen = (*ENTRY, "amount")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "country_group"],
                condition=LIVE,
                name="promotion_cost_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="promotion_cost_above_zero"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Count(GuardedRow):
    """The plan of all clinics as it was counted last: what they share. There is one row.

    `documents` says what stands in the documents. Whoever reads it gets a part or sums.
    """

    ONLY: ClassVar[int] = 1
    counted_at = models.DateTimeField(null=True, blank=True)
    """The moment of the figures from which the plan was counted; none before the first count."""
    checked_at = models.DateTimeField(null=True, blank=True)
    """When those figures were last found to be as they are, or counted anew."""
    begun_at = models.DateTimeField(null=True, blank=True)
    """When the last look at the figures began; later than `checked_at` while it goes on."""
    asked_at = models.DateTimeField(null=True, blank=True)
    """Since when a change waits for a count; none where nothing has changed since the last one."""
    fingerprint = models.CharField(max_length=64, blank=True)
    """Of all the figures, so that the same ones are not counted twice."""
    inputs = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)

    fence: ClassVar[fences.Fence] = fences.sql(read="false")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="potential_count_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.counted_at}"


class Part(OrganisationRow):
    """One clinic's part of the count: its figures, and what the plan gives it."""

    count = models.ForeignKey(Count, models.CASCADE, related_name="parts")
    inputs = models.JSONField()
    answer = models.JSONField()
    summary = models.JSONField()
    """What coordinators read of it, so that a country's page need not read all."""

    # The clinic's own pages reckon with the demand that others have left, so parts are read as the
    # system, by the two selectors that hand out no more than is the reader's.
    fence: ClassVar[fences.Fence] = fences.sql(read="false")
    deletable = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="potential_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}"

    @classmethod
    def visible(cls, actor: Actor) -> Q:  # noqa: ARG003 the same for every actor
        """Nobody reads the rows themselves."""
        return Q(pk__in=())
