"""What the patient asks, and the request before each clinic."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import CaseRow, ClinicRow, GuardedRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.requests.states import (
    NEED_MOVES,
    REFERRAL_MOVES,
    REQUEST_MOVES,
    AskAnswer,
    DeclineReason,
    Flexibility,
    NeedState,
    Outcome,
    ReferralState,
    RejectReason,
    RequestState,
)
from sanamost.registry.partners.transfers import Standing


class Draft(GuardedRow):
    """Answers typed so far on the way to a request, kept under the visitor's own secret."""

    public_id = PublicIdField(prefix="drft")
    secret_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=10, default="en")
    answers = models.JSONField(default=dict)
    step = models.CharField(max_length=30, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")

    # Nobody but the intake itself, which knows the visitor's secret.
    fence: ClassVar[fences.Fence] = fences.sql(read="false")
    deletable = True

    def __str__(self) -> str:
        return self.public_id

    @classmethod
    def visible(cls, actor: Actor) -> Q:  # noqa: ARG003 the same for every actor
        """Nobody browses drafts."""
        return Q(pk__in=())


class Request(CaseRow):
    """What is asked for, without its medical content: wishes, dates, budget, state."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="reqs")
    state = models.CharField(
        max_length=20, choices=RequestState.choices, default=RequestState.SUBMITTED
    )
    desk = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    """The organisation whose coordinators take the request in and forward it."""
    area = models.CharField(max_length=20, blank=True)
    wished_from = models.DateField(null=True, blank=True)
    wished_until = models.DateField(null=True, blank=True)
    flexibility = models.CharField(max_length=10, choices=Flexibility.choices, blank=True)
    budget_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    budget_currency = models.CharField(max_length=3, blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    interpreter = models.BooleanField(default=False)
    companions = models.PositiveSmallIntegerField(default=0)
    submitted_at = models.DateTimeField()
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    call_note = models.TextField(blank=True)
    reject_reason = models.CharField(max_length=20, choices=RejectReason.choices, blank=True)
    duplicate_of = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="+"
    )
    """An earlier case of what looks like the same person."""

    fence = fences.case_row(DataClass.IDENTITY)
    moves = REQUEST_MOVES
    frozen = ("case_id", "desk_id", "submitted_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], name="request_once_per_case"),
            models.CheckConstraint(
                condition=Q(wished_until__isnull=True)
                | Q(wished_from__isnull=True)
                | Q(wished_until__gte=models.F("wished_from")),
                name="request_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(budget_amount__isnull=True) | Q(budget_amount__gt=0),
                name="request_budget_positive",
            ),
        ]
        indexes = [models.Index(fields=["state", "-submitted_at"], name="request_by_state")]

    def __str__(self) -> str:
        return self.public_id


class ConsentAsk(CaseRow):
    """The patient's side is asked by e-mail for what only it can give: consents, each on its paper.

    The link carries a signature; whoever holds it reads mail at the patient's address.
    """

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="cask")
    recipient = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who would learn medical facts; null where only the processing is asked for."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    """Whose address the link went to."""
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=AskAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    transfer = models.CharField(max_length=15, choices=Standing.choices, blank=True)
    """What the transfer guard said of the recipient's country when the link was answered."""

    fence = fences.case_row(DataClass.IDENTITY)
    frozen = ("case_id", "recipient_id", "user_id", "asked_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("asked_at")), name="consent_ask_expires_later"
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class MedicalNeed(CaseRow):
    """The need in the patient's own words, and what is known of the illness."""

    data_class: ClassVar[DataClass] = DataClass.CLINICAL
    request = models.OneToOneField(Request, models.PROTECT, related_name="need")
    words = models.TextField()
    words_language = models.CharField(max_length=10)
    translation = models.TextField(blank=True)
    translation_language = models.CharField(max_length=10, blank=True)
    translated_by = models.CharField(max_length=100, blank=True)
    diagnosis_code = models.CharField(max_length=10, blank=True)
    """ICD-10, where the patient knows it."""
    faith = models.CharField(max_length=100, blank=True)
    diet = models.CharField(max_length=100, blank=True)
    mobility = models.CharField(max_length=200, blank=True)

    fence = fences.case_row(DataClass.CLINICAL)
    same_case = ("request",)

    def __str__(self) -> str:
        return f"need of case {self.case_id}"


class Referral(ClinicRow):
    """The request before one clinic."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="refr")
    request = models.ForeignKey(Request, models.PROTECT, related_name="referrals")
    state = models.CharField(
        max_length=20, choices=ReferralState.choices, default=ReferralState.NEW
    )
    physician = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)

    fence = fences.clinic_row(DataClass.IDENTITY)
    moves = REFERRAL_MOVES
    frozen = ("case_id", "organisation_id", "request_id")
    same_case = ("request",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "organisation"], name="referral_once_per_clinic"
            )
        ]
        indexes = [models.Index(fields=["organisation", "state", "-sent_at"], name="referral_desk")]

    def __str__(self) -> str:
        return self.public_id


class Verdict(ClinicRow):
    """A physician's structured answer; a later one of the same referral stands beside it."""

    data_class: ClassVar[DataClass] = DataClass.CLINICAL
    public_id = PublicIdField(prefix="verd")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="verdicts")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason.choices, blank=True)
    conclusion = models.TextField()
    language = models.CharField(max_length=10, default="ru")
    stay_days = models.PositiveSmallIntegerField(default=0)
    board = models.CharField(max_length=300, blank=True)
    """Names of the board's members, where it was not one doctor."""
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    fence = fences.clinic_row(DataClass.CLINICAL)
    append_only = True
    same_case = ("referral",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.DECLINE) | ~Q(decline_reason=""),
                name="decline_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return self.public_id


class DataNeed(ClinicRow):
    """What a clinic must still know, asked of the patient, and the answer."""

    data_class: ClassVar[DataClass] = DataClass.CLINICAL
    public_id = PublicIdField(prefix="need")
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="needs")
    state = models.CharField(max_length=20, choices=NeedState.choices, default=NeedState.ASKED)
    question = models.TextField()
    question_language = models.CharField(max_length=10)
    translation = models.TextField(blank=True)
    """The question in the patient's language, where somebody has put it so."""
    answer = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    fence = fences.clinic_row(DataClass.CLINICAL)
    moves = NEED_MOVES
    frozen = ("referral_id", "question", "asked_at")
    same_case = ("referral",)

    def __str__(self) -> str:
        return self.public_id
