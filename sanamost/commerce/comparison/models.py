"""What treatment costs elsewhere and what money buys there: figures that somebody read and named.

Public facts. A figure is never changed: it is withdrawn with a reason, and stays.
"""

from django.db import models
from django.db.models import Q

from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.audit.figures import SourcedFigure

ENTRY = ("source", "source_page", "entered_by_id", "organisation_id", "entered_at")


class Entry(SourcedFigure):
    """A figure with the coordinator's organisation that entered it."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    """None for figures that came with the reference data or the demonstration."""

    class Meta:
        abstract = True


class ReferencePrice(Entry):
    """A price in another country, of one service of the nomenclature or of an area of care."""

    public_id = PublicIdField(prefix="refp")
    country = models.CharField(max_length=2)
    nomenclature_code = models.CharField(max_length=20, blank=True)
    area = models.CharField(max_length=20, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)
    as_of = models.DateField()
    """The day for which the source names the price."""
    remark = models.CharField(max_length=300, blank=True)
    """What the price holds, in the coordinator's words."""
    demonstration = models.BooleanField(default=False)
    """Invented, for the demonstration world alone; every page says so."""

    frozen = (*ENTRY, "country", "nomenclature_code", "area", "amount", "currency", "as_of")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="reference_price_above_zero"),
            models.CheckConstraint(
                condition=(Q(nomenclature_code="") & ~Q(area=""))
                | (~Q(nomenclature_code="") & Q(area="")),
                name="reference_price_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""),
                name="reference_withdrawn_with_reason",
            ),
            models.UniqueConstraint(
                fields=["country", "nomenclature_code", "area", "source", "as_of", "currency"],
                condition=Q(withdrawn_at__isnull=True),
                name="reference_price_once",
            ),
        ]
        indexes = [
            models.Index(fields=["nomenclature_code", "country"], name="reference_by_service")
        ]

    def __str__(self) -> str:
        return self.public_id


class PppFactor(Entry):
    """Units of the country's currency that buy what one US dollar buys in the United States."""

    public_id = PublicIdField(prefix="pppf")
    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    factor = models.DecimalField(max_digits=20, decimal_places=8)

    frozen = (*ENTRY, "country", "year", "factor")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(factor__gt=0), name="ppp_factor_above_zero"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_because=""),
                name="ppp_withdrawn_with_reason",
            ),
            models.UniqueConstraint(
                fields=["country", "year"],
                condition=Q(withdrawn_at__isnull=True),
                name="ppp_factor_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.year}"
