"""Counted episodes, without names: the facts that every figure is made of."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import GuardedRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import Role


class CountedEpisode(GuardedRow):
    """One episode of one person, pseudonymous; brought up to date as the case goes on."""

    public_id = PublicIdField(prefix="cnte")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    episode_id = models.BigIntegerField(unique=True)
    """Key of the treatment episode."""
    person_key = models.CharField(max_length=64)
    """Keyed hash of the person: the same person counts once, and nobody can be looked up."""
    region = models.CharField(max_length=10)
    partner_sent = models.BooleanField(default=False)
    citizenship = models.CharField(max_length=2)
    residence_country = models.CharField(max_length=2)
    residency_basis = models.CharField(max_length=20)
    purpose_of_arrival = models.CharField(max_length=20)
    payer = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    area = models.CharField(max_length=20)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    visits = models.PositiveSmallIntegerField(default=1)
    services = models.PositiveSmallIntegerField(default=0)
    currency = models.CharField(max_length=3)
    accrued = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    received = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    movements: "models.JSONField[list[dict[str, Any]], list[dict[str, Any]]]" = models.JSONField(
        default=list
    )
    """Each payment and refund: kind, on, amount, and its equivalents with the rates' days."""

    # A clinic its own, a region's coordinator the region's, the national centre all.
    fence: ClassVar[fences.Fence] = fences.sql(
        read=(
            "organisation_id = (SELECT sanamost_organisation())"
            " OR region = (SELECT o.region FROM organisations_organisation o WHERE"
            " o.id = (SELECT sanamost_organisation()) AND o.kind = 'region')"
            " OR (SELECT o.kind = 'national' FROM organisations_organisation o WHERE"
            " o.id = (SELECT sanamost_organisation()))"
        ),
        write="false",
    )

    class Meta:
        indexes = [
            models.Index(fields=["region", "started_on"], name="counted_by_region"),
            models.Index(fields=["organisation", "started_on"], name="counted_by_clinic"),
            models.Index(fields=["ended_on"], name="counted_by_end"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """By the organisation's kind; the region's code comes from the organisation's card."""
        if actor.organisation_id is None:
            return Q(pk__in=())
        if actor.has(Role.NATIONAL_COORDINATOR) and actor.organisation_kind == "national":
            return Q()
        if actor.has(Role.REGIONAL_COORDINATOR) and actor.organisation_kind == "region":
            return Q(region=actor.region)
        return Q(organisation_id=actor.organisation_id)
