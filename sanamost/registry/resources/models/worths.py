"""What one more unit of a resource would bring: counted elsewhere, kept for who offers days."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import OrganisationRow
from sanamost.registry.resources.models.supply import Resource


class UnitWorth(OrganisationRow):
    """The worth of one bed-day or minute of a resource in one month, by dual price.

    Counted anew by the clock; only the last count is kept. It advises and guards nothing.
    """

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="+")
    month = models.DateField()
    """Its first day."""
    roubles = models.DecimalField(max_digits=14, decimal_places=4)
    """Of one bed-day or one minute; 0 where more of it would bring nothing."""
    counted_at = models.DateTimeField()

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    deletable = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["resource", "month"], name="unit_worth_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="unit_worth_of_a_month"),
            models.CheckConstraint(condition=Q(roubles__gte=0), name="unit_worth_not_below_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} {self.month}"
