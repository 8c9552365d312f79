"""Frozen papers: canonical payload, hash, template version, the rules they were made under."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import GuardedRow, cases_granted, cases_taken_part_in
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass


class Series(models.Model):
    """How far a series of numbers has come; only `numbering.next_number` moves it."""

    series = models.CharField(max_length=60, unique=True)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=1), name="series_begins_at_one")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class Paper(GuardedRow):
    """One paper as it was issued. The PDF is derived from it and can be derived again."""

    public_id = PublicIdField(prefix="papr")
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=40, blank=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who issued it; null for papers of the platform."""
    data_class = models.CharField(max_length=10, choices=DataClass.choices)
    sender_class = models.CharField(max_length=10, choices=DataClass.choices, blank=True)
    """The class that who sent or pays needs, where it differs: lines name treatments."""
    language = models.CharField(max_length=10)
    payload = models.TextField()
    """Canonical JSON."""
    sha256 = models.CharField(max_length=64)
    template_version = models.CharField(max_length=20)
    rule_set = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=40, unique=True)
    """128 bits by which anybody who holds the paper can check it."""
    shown_to_patient = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=300, blank=True)

    fence: ClassVar[fences.Fence] = fences.paper_row(
        "coalesce(nullif(sender_class, ''), data_class)"
    )
    frozen = (
        "kind",
        "number",
        "case_id",
        "organisation_id",
        "language",
        "payload",
        "sha256",
        "template_version",
        "rule_set",
        "code",
        "created_at",
    )

    class Meta:
        indexes = [models.Index(fields=["case", "created_at"], name="paper_by_case")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """The issuer, the participants, and who sent or pays where the class is theirs."""
        if actor.organisation_id is None:
            shown = Q()
            for data_class in DataClass.values:
                of_class = cases_taken_part_in(actor, data_class)
                shown |= Q(data_class=data_class, case_id__in=of_class)
            return shown & Q(shown_to_patient=True)
        sent = Q(pk__in=())
        for data_class in actor.classes:
            of_class = cases_granted(actor, data_class, senders=True)
            needed = Q(sender_class=data_class) | Q(sender_class="", data_class=data_class)
            sent |= needed & Q(case_id__in=of_class, shown_to_patient=True)
        own = Q(organisation_id=actor.organisation_id, data_class__in=actor.classes)
        return own | sent | cls._shared(actor)

    @classmethod
    def _shared(cls, actor: Actor) -> Q:
        """Papers of the platform on the case (consents), for whoever has the class."""
        shared = Q(pk__in=())
        for data_class in actor.classes:
            of_class = cases_granted(actor, data_class)
            shared |= Q(organisation__isnull=True, data_class=data_class, case_id__in=of_class)
        return shared
