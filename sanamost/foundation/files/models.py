"""Files that people bring: accepted ones only, encrypted, each with its class of data."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import GuardedRow, cases_granted, cases_taken_part_in
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass


class SubjectKey(models.Model):
    """The data key of one subject (a case, a draft) and class, wrapped by a root key."""

    subject = models.CharField(max_length=60)
    data_class = models.CharField(max_length=10, choices=DataClass.choices)
    wrapped = models.BinaryField()
    root_id = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "data_class"], name="subject_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.data_class}"


class File(GuardedRow):
    """One accepted file. Before a case exists it hangs on a draft, which only the intake sees."""

    public_id = PublicIdField(prefix="file")
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    draft = models.CharField(max_length=40, blank=True, db_index=True)
    """Public id of the draft that it was brought for."""
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The clinic that put it there for itself; null for what the patient's side brought."""
    data_class = models.CharField(max_length=10, choices=DataClass.choices)
    shown_to_patient = models.BooleanField(default=True)
    name = models.CharField(max_length=200)
    label = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=20)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    """Of the accepted content, before encryption."""
    place = models.CharField(max_length=200)
    """Where the store keeps it."""
    pages = models.PositiveIntegerField(default=1)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    void_reason = models.CharField(max_length=300, blank=True)

    fence: ClassVar[fences.Fence] = fences.paper_row()
    frozen = ("sha256", "size", "place", "media_type")

    class Meta:
        indexes = [models.Index(fields=["case", "created_at"], name="file_by_case")]

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """What the patient's side brought: every grant of the class; a clinic's own: the clinic."""
        if actor.organisation_id is None:
            shown = Q(pk__in=())
            for data_class in DataClass.values:
                of_class = cases_taken_part_in(actor, data_class)
                shown |= Q(data_class=data_class, case_id__in=of_class)
            return shown & Q(shown_to_patient=True) if actor.user_id else Q(pk__in=())
        seen = Q(organisation_id=actor.organisation_id, data_class__in=actor.classes)
        for data_class in actor.classes:
            of_class = cases_granted(actor, data_class)
            seen |= Q(organisation__isnull=True, data_class=data_class, case_id__in=of_class)
        return seen
