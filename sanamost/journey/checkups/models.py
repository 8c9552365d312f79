"""The check-up that hangs on a request, and what each clinic's physician made of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import CaseRow, ClinicRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.checkups.states import EditKind


class Checkup(CaseRow):
    """What the rules proposed for the patient's answers, with the words of that day.

    The version of the rules stands beside it; nothing here ever changes.
    """

    data_class: ClassVar[DataClass] = DataClass.CLINICAL
    public_id = PublicIdField(prefix="chkp")
    request = models.ForeignKey("requests.Request", models.PROTECT, related_name="+")
    rules_version = models.CharField(max_length=40)
    age = models.PositiveSmallIntegerField()
    sex = models.CharField(max_length=10)
    answers = models.JSONField(default=dict)
    """Chosen answers by question."""
    told = models.JSONField(default=list)
    """The answers in words: [{"question": {language: …}, "chosen": [{language: …}]}]."""
    items = models.JSONField(default=list)
    """[{"code", "codes", "names", "base", "wanted", "reasons": [{"words", "sources"}]}]; a reason
    without sources is unconfirmed."""
    dropped = models.JSONField(default=list)
    """What was left out and why: [{"code", "names", "words"}]."""
    asked_at = models.DateTimeField()

    fence = fences.case_row(DataClass.CLINICAL)
    append_only = True
    same_case = ("request",)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request"], name="checkup_once_per_request")]

    def __str__(self) -> str:
        return self.public_id


class Edit(ClinicRow):
    """One examination put in or taken out by a clinic's physician, with the reason."""

    data_class: ClassVar[DataClass] = DataClass.CLINICAL
    checkup = models.ForeignKey(Checkup, models.PROTECT, related_name="edits")
    kind = models.CharField(max_length=10, choices=EditKind.choices)
    item = models.CharField(max_length=40)
    """An item's code in the rules, or the public id of the clinic's own service."""
    names = models.JSONField()
    codes = models.JSONField(default=list)
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    fence = fences.clinic_row(DataClass.CLINICAL)
    append_only = True
    same_case = ("checkup",)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="checkup_edit_has_reason")
        ]
        indexes = [models.Index(fields=["checkup", "organisation"], name="checkup_edits")]

    def __str__(self) -> str:
        return f"{self.kind} {self.item}"
