"""Invoices, payments, refunds. Billing knows agreements and accounts, not illnesses."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sanamost.commerce.billing.states import (
    INVOICE_MOVES,
    PAYMENT_MOVES,
    REFUND_MOVES,
    InvoiceKind,
    InvoiceState,
    PaymentMethod,
    PaymentState,
    RefundReason,
    RefundState,
)
from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import ClinicRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.foundation.access.roles import DataClass

UNSEEN = (InvoiceState.DRAFT,)


class Invoice(ClinicRow):
    """What the clinic asks the payer for."""

    data_class: ClassVar[DataClass] = DataClass.MONEY
    unseen_by_patient = UNSEEN
    public_id = PublicIdField(prefix="invc")
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=InvoiceKind.choices)
    state = models.CharField(
        max_length=20, choices=InvoiceState.choices, default=InvoiceState.DRAFT
    )
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    """What is to be paid: for a final invoice, the services done less the deposit paid."""
    services_total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    """All lines: for a deposit invoice, of the agreed plan."""
    medical_total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    """The lines that are exempt as medical services: what a partner's commission is reckoned on."""
    vat_total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    paid = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    issued_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField()
    paper = models.ForeignKey(
        "documents.Paper", models.PROTECT, null=True, blank=True, related_name="+"
    )

    fence = fences.clinic_row(DataClass.MONEY, unseen_by_patient=UNSEEN)
    moves = INVOICE_MOVES
    frozen = ("case_id", "organisation_id", "agreement_id", "number", "amount", "currency", "kind")
    same_case = ("agreement",)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="invoice_number_once"),
            models.UniqueConstraint(
                fields=["agreement", "kind"],
                condition=~Q(state="credited"),
                name="invoice_kind_once",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & Q(paid__gte=0), name="invoice_sums_plausible"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Payment(ClinicRow):
    """Money that came; one bank reference counts once."""

    data_class: ClassVar[DataClass] = DataClass.MONEY
    public_id = PublicIdField(prefix="paym")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments")
    state = models.CharField(
        max_length=20, choices=PaymentState.choices, default=PaymentState.RECEIVED
    )
    method = models.CharField(max_length=20, choices=PaymentMethod.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    bank_reference = models.CharField(max_length=60)
    payer_name = models.CharField(max_length=200)
    received_on = models.DateField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    receipt = models.ForeignKey(
        "documents.Paper", models.PROTECT, null=True, blank=True, related_name="+"
    )

    fence = fences.clinic_row(DataClass.MONEY)
    moves = PAYMENT_MOVES
    frozen = ("case_id", "invoice_id", "amount", "currency", "bank_reference")
    same_case = ("invoice",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "bank_reference"], name="bank_reference_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_positive"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Refund(ClinicRow):
    """Money that goes back, by rule, approved by another person than the one who asked."""

    data_class: ClassVar[DataClass] = DataClass.MONEY
    public_id = PublicIdField(prefix="rfnd")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    state = models.CharField(
        max_length=20, choices=RefundState.choices, default=RefundState.REQUESTED
    )
    reason = models.CharField(max_length=20, choices=RefundReason.choices)
    rule = models.CharField(max_length=60)
    """The refund rule that gave the amount."""
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    kept = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    currency = models.CharField(max_length=3)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    requested_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    bank_reference = models.CharField(max_length=60, blank=True)

    fence = fences.clinic_row(DataClass.MONEY)
    moves = REFUND_MOVES
    frozen = ("case_id", "payment_id", "amount", "currency", "requested_by_id")
    same_case = ("payment",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(requested_by__isnull=True)
                | ~Q(approved_by=F("requested_by")),
                name="refund_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & Q(kept__gte=0), name="refund_sums_plausible"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
