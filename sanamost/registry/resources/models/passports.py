"""The passport of a service: one clinic, one profile of care, one reporting date."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.registry.resources.states import PASSPORT_MOVES, PassportState


class Passport(OrganisationRow):
    """What a clinic says of one service on one day; once submitted it is never changed.

    Nobody but the clinic reads the row: whoever is in charge sees sums that
    `insight.readiness` makes of it, without small groups of people.
    """

    public_id = PublicIdField(prefix="pass")
    area = models.CharField(max_length=20)
    """The area of care, by its code in the catalogue."""
    as_of = models.DateField()
    """The day for which the figures stand."""
    state = models.CharField(
        max_length=10, choices=PassportState.choices, default=PassportState.DRAFT
    )
    content = models.JSONField(default=dict)
    """The figures as `engines.passports.written` writes them."""
    brought = models.JSONField(null=True, blank=True)
    """What a file held, until somebody has looked at it."""
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the figures in their canonical form, from the submission on."""
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    begun_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True, blank=True)

    moves = PASSPORT_MOVES
    frozen = ("public_id", "organisation_id", "area", "as_of", "begun_by_id", "begun_at")
    fence: ClassVar[fences.Fence] = fences.organisation_row()
    database_rules: ClassVar[tuple[str, ...]] = (
        """
CREATE OR REPLACE FUNCTION resources_passport_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' THEN
    RAISE EXCEPTION 'a passport that is no draft is kept as it is'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$
""",
        """
CREATE OR REPLACE TRIGGER kept BEFORE UPDATE ON resources_passport
  FOR EACH ROW EXECUTE FUNCTION resources_passport_kept()
""",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["area", "organisation", "-as_of"],
                condition=Q(state="submitted"),
                name="passport_by_area",
            ),
            models.Index(fields=["organisation"], name="passport_by_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "area", "as_of"],
                condition=Q(state="draft"),
                name="passport_one_draft",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | (Q(submitted_at__isnull=False) & ~Q(sha256="")),
                name="passport_submitted_with_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
