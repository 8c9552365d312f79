"""Partners' terms: what they are paid, for what, and when."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.registry.partners.states import TransferStatus


class CommissionTrigger(models.TextChoices):
    """When a commission becomes payable."""

    PAID_IN_FULL = "paid_in_full", _("When the case's invoices are paid in full")
    EACH_PAYMENT = "each_payment", _("With each payment, in proportion")


class PartnerTerms(OrganisationRow):
    """What the platform's clinics and one partner agreed, from a day on."""

    public_id = PublicIdField(prefix="term")
    clinic = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The clinic that these terms are with; null for all clinics."""
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    cap_percent = models.DecimalField(max_digits=5, decimal_places=2)
    """The most that law or the clinic's founder allows."""
    trigger = models.CharField(max_length=20, choices=CommissionTrigger.choices)
    disclosure = models.JSONField(default=dict)
    """What the patient is told about it, by language."""
    valid_from = models.DateField()
    valid_before = models.DateField(null=True, blank=True)

    # A clinic must be able to compute what it owes.
    fence: ClassVar[fences.Fence] = fences.sql(
        read=(
            "organisation_id = (SELECT sanamost_organisation())"
            " OR clinic_id IS NULL OR clinic_id = (SELECT sanamost_organisation())"
        ),
        write="false",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=0) & Q(percent__lte=F("cap_percent")),
                name="commission_under_its_cap",
            ),
            models.CheckConstraint(condition=Q(cap_percent__lte=100), name="cap_at_most_whole"),
        ]

    def __str__(self) -> str:
        return self.public_id


class TransferCountry(models.Model):
    """A country that personal data may cross into, as far as the regulator was told of it."""

    country = models.CharField(max_length=2, unique=True)
    status = models.CharField(max_length=10, choices=TransferStatus.choices)
    adequate = models.BooleanField(default=False)
    """Whether the regulator lists it among those that protect personal data adequately."""
    notified_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.country} {self.status}"
