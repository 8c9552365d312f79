"""Physicians of a clinic, and what gives them the right to work."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.registry.practitioners.states import AgeBand, CredentialKind, Grade


class Practitioner(OrganisationRow):
    """One physician as the clinic keeps them.

    The whole row is the clinic's own: the public reads what `selectors.shown` takes out of it.
    """

    public_id = PublicIdField(prefix="prac")
    name = models.CharField(max_length=200)
    """In the script of their passport."""
    name_latin = models.CharField(max_length=200)
    speciality = models.ForeignKey("catalogue.Speciality", models.PROTECT, related_name="+")
    grade = models.CharField(max_length=10, choices=Grade.choices, default=Grade.NONE)
    degrees = ArrayField(models.CharField(max_length=15), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    site = models.ForeignKey(
        "organisations.Site", models.PROTECT, null=True, blank=True, related_name="+"
    )
    age_band = models.CharField(max_length=10, choices=AgeBand.choices, blank=True)
    """For passports of a service alone; never shown to the public."""
    insurer = models.CharField(max_length=200, blank=True)
    insured_until = models.DateField(null=True, blank=True)
    """The last day of the liability cover."""
    insured_warned_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """The last warning about the cover: so many days before its end; 0: told that it has ended."""
    consented_on = models.DateField(null=True, blank=True)
    """When they agreed, in writing, to be named on the portal."""
    public = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True, blank=True)

    fence: ClassVar[fences.Fence] = fences.organisation_row()

    class Meta:
        indexes = [models.Index(fields=["organisation"], name="practitioner_by_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(public=False) | Q(consented_on__isnull=False),
                name="practitioner_public_by_consent",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Credential(OrganisationRow):
    """An accreditation or certificate of a physician, with its last day."""

    public_id = PublicIdField(prefix="cred")
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=15, choices=CredentialKind.choices)
    number = models.CharField(max_length=80, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    valid_until = models.DateField()
    """The last day on which it holds."""
    warned_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """The last warning: so many days before the end; 0: told that it has ended."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    frozen = ("practitioner_id", "organisation_id", "kind", "number", "issuer", "valid_until")
    fence: ClassVar[fences.Fence] = fences.organisation_row()

    def __str__(self) -> str:
        return self.public_id
