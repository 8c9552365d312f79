"""Contract, notices, consents, addenda: papers with signatures."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import ClinicRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass
from sanamost.journey.agreements.states import (
    ADDENDUM_MOVES,
    AGREEMENT_MOVES,
    AddendumState,
    AgreementState,
    Capacity,
    SignatureMethod,
)

UNSEEN = (AddendumState.DRAFT,)


class Agreement(ClinicRow):
    """The contract between clinic, patient and, where another pays, the customer.

    The patient's side sees the draft too: they fill in what the contract must name.
    """

    data_class: ClassVar[DataClass] = DataClass.MONEY
    public_id = PublicIdField(prefix="agre")
    proposal = models.OneToOneField("proposals.Proposal", models.PROTECT, related_name="agreement")
    number = models.CharField(max_length=40, blank=True)
    state = models.CharField(
        max_length=20, choices=AgreementState.choices, default=AgreementState.DRAFT
    )
    rule_set = models.CharField(max_length=20, blank=True)
    """paid-services rules by the day of issue: 736 before 2026-09-01, 659 from then on."""
    currency = models.CharField(max_length=3, default="RUB")
    total = models.DecimalField(max_digits=14, decimal_places=2)
    deposit = models.DecimalField(max_digits=14, decimal_places=2)
    customer = models.JSONField(default=dict, blank=True)
    """Who pays, where it is not the patient: name, address, requisites."""
    contract = models.ForeignKey(
        "documents.Paper", models.PROTECT, null=True, blank=True, related_name="+"
    )
    notice = models.ForeignKey(
        "documents.Paper", models.PROTECT, null=True, blank=True, related_name="+"
    )
    notice_read_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=30, blank=True)

    fence = fences.clinic_row(DataClass.MONEY)
    moves = AGREEMENT_MOVES
    frozen = ("case_id", "organisation_id", "proposal_id", "total", "currency")
    same_case = ("proposal",)
    # What was issued is what is signed: afterwards only signatures and moves may follow.
    database_rules = (
        (
            "CREATE OR REPLACE FUNCTION agreements_issued() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN IF OLD.state <> 'draft' AND"
            " (NEW.number, NEW.rule_set, NEW.deposit, NEW.customer, NEW.contract_id, NEW.notice_id,"
            " NEW.issued_at)"
            " IS DISTINCT FROM"
            " (OLD.number, OLD.rule_set, OLD.deposit, OLD.customer, OLD.contract_id, OLD.notice_id,"
            " OLD.issued_at)"
            " THEN RAISE EXCEPTION 'an issued agreement is frozen'"
            " USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE OR REPLACE TRIGGER issued BEFORE UPDATE ON agreements_agreement"
            " FOR EACH ROW EXECUTE FUNCTION agreements_issued()"
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=~Q(number=""),
                name="agreement_number_once",
            )
        ]

    def __str__(self) -> str:
        return self.number or self.public_id


class Signature(ClinicRow):
    """Somebody signed a paper: which text, in which capacity, how."""

    data_class: ClassVar[DataClass] = DataClass.IDENTITY
    public_id = PublicIdField(prefix="sign")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    paper = models.ForeignKey("documents.Paper", models.PROTECT, related_name="+")
    paper_sha256 = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    capacity = models.CharField(max_length=20, choices=Capacity.choices)
    method = models.CharField(max_length=20, choices=SignatureMethod.choices)
    scan = models.ForeignKey("files.File", models.PROTECT, null=True, blank=True, related_name="+")
    """The signed sheet of paper, where it was signed by hand."""
    at = models.DateTimeField()

    fence = fences.clinic_row(DataClass.IDENTITY)
    append_only = True
    same_case = ("agreement",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "capacity"], name="signature_once_per_side"),
            models.CheckConstraint(
                condition=Q(scan__isnull=True) ^ Q(method=SignatureMethod.PAPER_SCAN),
                name="signature_on_paper_has_a_scan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity} under {self.paper_id}"


class Addendum(ClinicRow):
    """More services than agreed: billed only once the patient has signed."""

    data_class: ClassVar[DataClass] = DataClass.MONEY
    unseen_by_patient = UNSEEN
    public_id = PublicIdField(prefix="addn")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=20, choices=AddendumState.choices, default=AddendumState.DRAFT
    )
    reason = models.TextField()
    lines = models.JSONField()
    """[{code, nomenclature_code, names, quantity, unit_price, amount, vat_class}], sums as text."""
    total = models.DecimalField(max_digits=14, decimal_places=2)
    paper = models.ForeignKey(
        "documents.Paper", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)

    fence = fences.clinic_row(DataClass.MONEY, unseen_by_patient=UNSEEN)
    moves = ADDENDUM_MOVES
    frozen = ("agreement_id", "number", "lines", "total")
    same_case = ("agreement",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="addendum_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.number}"
