"""What happened, kept as rows in the transaction in which it happened."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import GuardedRow, cases_granted, cases_taken_part_in
from sanamost.foundation.access.public_ids import PublicIdField


class Happening(GuardedRow):
    """One event of a case. With an organisation it is that organisation's own matter."""

    public_id = PublicIdField(prefix="evnt")
    name = models.CharField(max_length=80)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    payload: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    append_only = True
    fence: ClassVar[fences.Fence] = fences.sql(
        read=(
            f"({fences.case_row(None).read}) AND (organisation_id IS NULL"
            f" OR organisation_id = {fences.ORGANISATION} OR {fences.ORGANISATION} IS NULL)"
        ),
        write="true",
    )

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="happening_by_case")]

    def __str__(self) -> str:
        return f"{self.name} {self.public_id}"

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """What happened on cases that the actor may see, other organisations' matters left out."""
        if actor.organisation_id is None:
            return Q(case_id__in=cases_taken_part_in(actor, None))
        own = Q(organisation_id__isnull=True) | Q(organisation_id=actor.organisation_id)
        return Q(case_id__in=cases_granted(actor, None)) & own


class Delivery(models.Model):
    """One handler has dealt with one event; the row is the proof that makes handlers idempotent."""

    happening = models.ForeignKey(Happening, models.PROTECT, related_name="+")
    handler = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["happening", "handler"], name="delivery_once")
        ]

    def __str__(self) -> str:
        return f"{self.happening_id} to {self.handler}"


class FailedAttempt(models.Model):
    """A job met an error: its class alone, for an error's words may hold anything."""

    job_id = models.BigIntegerField()
    task = models.CharField(max_length=128)
    error = models.CharField(max_length=100)
    at = models.DateTimeField(auto_now_add=True)

    append_only = True

    class Meta:
        indexes = [models.Index(fields=["job_id"], name="failed_attempt_by_job")]

    def __str__(self) -> str:
        return f"{self.error} of job {self.job_id}"
