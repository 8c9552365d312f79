"""Letters, notices and conversations."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import ClinicRow, GuardedRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass


class Message(ClinicRow):
    """One message of the conversation between the patient's side and one organisation."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="mesg")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    from_organisation = models.BooleanField()
    words = models.TextField()
    language = models.CharField(max_length=10)
    translation = models.TextField(blank=True)
    translation_language = models.CharField(max_length=10, blank=True)
    translated_by = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    # Between the patient's side and the organisation alone: no sender, no other clinic.
    fence: ClassVar[fences.Fence] = fences.conversation_row(DataClass.IDENTITY)
    frozen = ("case_id", "organisation_id", "author_id", "words", "at")

    class Meta:
        indexes = [models.Index(fields=["case", "organisation", "at"], name="message_thread")]

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The rule of `fences.conversation_row` in Django's words."""
        if actor.organisation_id is None:
            return super().visible(actor)
        if cls.data_class not in actor.classes:
            return Q(pk__in=())
        return Q(organisation_id=actor.organisation_id)


class Notice(GuardedRow):
    """Something a person should know, shown in the application and told by e-mail."""

    public_id = PublicIdField(prefix="noti")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The organisation for which the person should know it; null for themselves."""
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    """Codes and numbers only; names are looked up when shown."""
    link = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    fence: ClassVar[fences.Fence] = fences.person_row()

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="notice_by_user")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """A person's own notices."""
        return Q(user_id=actor.user_id) if actor.user_id else Q(pk__in=())
