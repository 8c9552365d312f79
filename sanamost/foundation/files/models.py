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
    """The data key of one subject (a case, a draft, an upload) and class, under a root key.

    Destroying it makes every file under it unreadable for good, copies in backups included.
    """

    subject = models.CharField(max_length=60, db_index=True)
    """Public id; the wrapped key opens for this subject and class only."""
    data_class = models.CharField(max_length=10, choices=DataClass.choices)
    current = models.BooleanField(default=True)
    """New files take this key; a case that adopted a draft keeps the draft's key beside its own."""
    wrapped = models.BinaryField()
    root_id = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "data_class"], condition=Q(current=True), name="subject_key_once"
            )
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
    key = models.ForeignKey(SubjectKey, models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField(default=1)
    """Pages of a document, frames of a DICOM file."""
    preview = models.BooleanField(default=False)
    """Whether its pages can be drawn."""
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
    frozen = ("sha256", "size", "place", "media_type", "key_id")

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


class PartialUpload(GuardedRow):
    """A file on its way in, in pieces that survive a lost connection; it has a key of its own."""

    public_id = PublicIdField(prefix="upld")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    draft = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    declared_type = models.CharField(max_length=100, blank=True)
    size = models.BigIntegerField()
    """What the sender announced, in bytes; not one more is taken."""
    received = models.BigIntegerField(default=0)
    key = models.ForeignKey(SubjectKey, models.PROTECT, related_name="+")
    tab = models.CharField(max_length=64, blank=True)
    """The browser window that sends it."""
    tab_until = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="+")
    """What became of it; asking again gives the same file."""
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    fence: ClassVar[fences.Fence] = fences.person_row()
    deletable = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received__gte=0) & Q(received__lte=models.F("size")),
                name="upload_within_its_size",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The sender's own."""
        return Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=())


class PartialPiece(GuardedRow):
    """One piece of an upload, sealed under the upload's key."""

    upload = models.ForeignKey(PartialUpload, models.CASCADE, related_name="pieces")
    offset = models.BigIntegerField()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    """By which the sender sees whether the file on their device is still the same."""
    place = models.CharField(max_length=200)

    fence: ClassVar[fences.Fence] = fences.sql(
        read="upload_id IN (SELECT id FROM files_partialupload)"
    )
    deletable = True

    class Meta:
        ordering = ["offset"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "offset"], name="piece_once_per_offset")
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} at {self.offset}"

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Pieces of the sender's own uploads."""
        return Q(upload__user_id=actor.user_id) if actor.user_id else Q(pk__in=())
