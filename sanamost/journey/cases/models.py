"""The spine: one patient, one need, one number; who takes part, and which stage."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import (
    CaseRow,
    GuardedRow,
    cases_granted,
    cases_taken_part_in,
)
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass, Role
from sanamost.journey.cases.states import (
    REMOTE_STAGES,
    CaseKind,
    ClockKind,
    EndReason,
    Fact,
    Origin,
    Payer,
    PurposeOfArrival,
    Stage,
)


class Case(GuardedRow):
    """One patient, one need, one number. The stage follows from the facts, nobody sets it."""

    public_id = PublicIdField(prefix="case")
    number = models.CharField(max_length=20, unique=True)
    patient = models.ForeignKey("patients.Patient", models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=20, choices=CaseKind.choices, default=CaseKind.INBOUND)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    partner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The partner who sent the patient."""
    area = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, default="en")
    """The language in which the patient is written to."""
    purpose_of_arrival = models.CharField(max_length=20, choices=PurposeOfArrival.choices)
    payer = models.CharField(max_length=20, choices=Payer.choices, default=Payer.PATIENT)
    facts = ArrayField(models.CharField(max_length=30, choices=Fact.choices), default=list)
    stage = models.CharField(max_length=20, choices=Stage.choices, default=Stage.ASKING)
    end_reason = models.CharField(max_length=30, choices=EndReason.choices, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    fence = fences.case_row(None, "id")
    frozen = ("number", "patient_id", "origin", "opened_at")

    class Meta:
        indexes = [models.Index(fields=["stage", "-opened_at"], name="case_by_stage")]

    def __str__(self) -> str:
        return self.number

    @property
    def case_id(self) -> int:
        """A case belongs to itself."""
        return self.pk

    @property
    def is_remote(self) -> bool:
        """Whether the patient stays at home: no arrival, no kept place, no notices."""
        return self.kind == CaseKind.REMOTE

    @property
    def stage_words(self) -> str:
        """The stage in the reader's language, as it is called for this kind of case."""
        words = REMOTE_STAGES.get(Stage(self.stage)) if self.is_remote else None
        return str(words or Stage(self.stage).label)

    @classmethod
    def visible(cls, actor: Actor) -> Q:
        """Cases granted to the organisation, or the person's own."""
        if actor.organisation_id is None:
            return Q(pk__in=cases_taken_part_in(actor, None)) if actor.user_id else Q(pk__in=())
        return Q(pk__in=cases_granted(actor, None))


class Participant(models.Model):
    """A person on the patient's side: the patient, a representative, a companion."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    relation = models.CharField(max_length=50, blank=True)
    represents = models.BooleanField(default=False)
    """May sign for the patient (parent, guardian)."""
    classes = ArrayField(models.CharField(max_length=10, choices=DataClass.choices))
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    fence: ClassVar[fences.Fence] = fences.sql(
        read="user_id = (SELECT sanamost_person())", write="false"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(ended_at__isnull=True),
                name="participant_live_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of case {self.case_id}"


class Clock(CaseRow):
    """Something due by a moment; late ones escalate. With an organisation, it is its own."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=30, choices=ClockKind.choices)
    subject = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    fence = fences.sql(
        read=(
            f"({fences.case_row(DataClass.IDENTITY).read}) AND (organisation_id IS NULL"
            f" OR organisation_id = {fences.ORGANISATION} OR {fences.ORGANISATION} IS NULL)"
        )
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "subject"],
                condition=Q(done_at__isnull=True),
                name="clock_runs_once",
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="clock_forward"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="clock_running")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of case {self.case_id}"
