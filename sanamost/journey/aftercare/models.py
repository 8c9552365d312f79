"""Care after the return home."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import ClinicRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.aftercare.states import FOLLOW_UP_MOVES, Feeling, FollowUpState


class FollowUp(ClinicRow):
    """Contact after return, 7, 30 or 90 days after discharge."""

    data_class: ClassVar[DataClass] = DataClass.CLINICAL
    public_id = PublicIdField(prefix="flup")
    episode = models.ForeignKey("treatment.Episode", models.PROTECT, related_name="follow_ups")
    day = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    state = models.CharField(
        max_length=20, choices=FollowUpState.choices, default=FollowUpState.SCHEDULED
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    feeling = models.CharField(max_length=10, choices=Feeling.choices, blank=True)
    pain = models.PositiveSmallIntegerField(null=True, blank=True)
    """0 none to 10 worst."""
    complication = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    words_language = models.CharField(max_length=10, blank=True)
    translation = models.TextField(blank=True)
    translation_language = models.CharField(max_length=10, blank=True)
    translated_by = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    attended_at = models.DateTimeField(null=True, blank=True)
    attended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    attended_note = models.TextField(blank=True)
    """What was done about a worrying answer."""

    fence = fences.clinic_row(DataClass.CLINICAL)
    moves = FOLLOW_UP_MOVES
    same_case = ("episode",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["episode", "day"], name="follow_up_once_per_day"),
            models.CheckConstraint(
                condition=Q(pain__isnull=True) | Q(pain__lte=10), name="follow_up_pain_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"day {self.day} of {self.episode_id}"

    @property
    def worrying(self) -> bool:
        """The patient reports a complication, or feels worse than on the day of discharge."""
        return self.complication or self.feeling == Feeling.WORSE


class Survey(ClinicRow):
    """What the patient thought of it: 1 to 5 each, and in words."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="surv")
    episode = models.OneToOneField("treatment.Episode", models.PROTECT, related_name="survey")
    care = models.PositiveSmallIntegerField()
    communication = models.PositiveSmallIntegerField()
    price_honesty = models.PositiveSmallIntegerField()
    recommend = models.PositiveSmallIntegerField()
    """0 to 10: how likely to recommend."""
    words = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    fence = fences.clinic_row(DataClass.IDENTITY)
    append_only = True
    same_case = ("episode",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(care__range=(1, 5))
                & Q(communication__range=(1, 5))
                & Q(price_honesty__range=(1, 5))
                & Q(recommend__range=(0, 10)),
                name="survey_scales",
            )
        ]

    def __str__(self) -> str:
        return self.public_id
