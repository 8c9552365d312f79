"""What coordinators say of demand and of its price: figures that somebody read and named.

A figure is never changed: it is entered anew, which puts the old one aside, or withdrawn with a
reason; it stays on record.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import OrganisationRow
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
