"""Texts of a clinic's services: the clinic's work on them, and what the public reads."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import OrganisationRow
from sanamost.foundation.languages.texts import TEXT_MOVES, TextState
from sanamost.registry.catalogue.states import Means, TextPart


class ServiceText(OrganisationRow):
    """One text of one service in one language, from draft to the public page; the clinic's own.

    Publishing copies it into `ShownText`, so that a new draft changes nothing that is shown.
    """

    service = models.ForeignKey(
        "catalogue.Service", models.PROTECT, related_name="texts_under_work"
    )
    language = models.CharField(max_length=10)
    part = models.CharField(max_length=20, choices=TextPart.choices)
    text = models.TextField()
    rendering = models.CharField(max_length=64, blank=True)
    """SHA-256 of the original's words that this renders; empty for the original itself."""
    state = models.CharField(max_length=10, choices=TextState.choices, default=TextState.DRAFT)
    means = models.CharField(max_length=10, choices=Means.choices, default=Means.HUMAN)
    machine = models.CharField(max_length=60, blank=True)
    """Which translator drafted it."""
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    """Nobody for what a machine wrote and no person has touched."""
    written_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    moves = TEXT_MOVES
    frozen = ("service_id", "organisation_id", "language", "part")
    deletable = True
    fence: ClassVar[fences.Fence] = fences.organisation_row()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "language", "part"], name="service_text_once"
            ),
            models.CheckConstraint(
                condition=~Q(checked_by=models.F("written_by")),
                name="service_text_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=TextState.DRAFT) | Q(checked_by__isnull=False),
                name="service_text_public_only_checked",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "language", "state"], name="service_text_work")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.language} {self.part}"


class ShownText(models.Model):
    """A text of a service as everybody may read it: reviewed by somebody other than its author."""

    service = models.ForeignKey("catalogue.Service", models.PROTECT, related_name="shown_texts")
    language = models.CharField(max_length=10)
    part = models.CharField(max_length=20, choices=TextPart.choices)
    text = models.TextField()
    rendering = models.CharField(max_length=64, blank=True)
    """SHA-256 of the original's words that this renders; another one now means: not reviewed."""
    means = models.CharField(max_length=10, choices=Means.choices)
    reviewed_at = models.DateTimeField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "language", "part"], name="shown_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.language} {self.part}"
