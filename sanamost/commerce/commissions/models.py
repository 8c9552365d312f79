"""What each partner earned, by which terms, from which paid invoice."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sanamost.commerce.commissions.states import COMMISSION_MOVES, CommissionState
from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import GuardedRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass


class Commission(GuardedRow):
    """One partner's commission from one invoice or payment, under one version of terms."""

    data_class: ClassVar[DataClass] = DataClass.MONEY
    public_id = PublicIdField(prefix="comm")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    """The clinic that owes it."""
    partner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="commissions"
    )
    terms = models.ForeignKey("partners.PartnerTerms", models.PROTECT, related_name="+")
    invoice = models.ForeignKey("billing.Invoice", models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    """The public id of the invoice or the payment that made it payable."""
    state = models.CharField(
        max_length=20, choices=CommissionState.choices, default=CommissionState.PAYABLE
    )
    base = models.DecimalField(max_digits=14, decimal_places=2)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    # The two sides of the debt, nobody else; the patient is told of it in the terms' own words.
    fence: ClassVar[fences.Fence] = fences.sql(
        read=(
            "(SELECT sanamost_class('money')) AND (SELECT sanamost_organisation())"
            " IN (organisation_id, partner_id)"
        ),
        write=(
            "(SELECT sanamost_class('money'))"
            " AND organisation_id = (SELECT sanamost_organisation())"
        ),
    )
    moves = COMMISSION_MOVES
    frozen = ("case_id", "partner_id", "organisation_id", "base", "percent", "amount", "currency")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "partner"], name="commission_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="commission_not_negative"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The partner's and the owing clinic's."""
        if actor.organisation_id is None or DataClass.MONEY not in actor.classes:
            return Q(pk__in=())
        return Q(organisation_id=actor.organisation_id) | Q(partner_id=actor.organisation_id)
