"""Invoices, payments and refunds: states and allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class InvoiceKind(TextChoices):
    """What an invoice asks for."""

    DEPOSIT = "deposit", _("Deposit invoice")
    FINAL = "final", _("Final invoice")


class InvoiceState(TextChoices):
    """Where an invoice stands."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Issued")
    PARTLY_PAID = "partly_paid", _("Partly paid")
    PAID = "paid", _("Paid")
    CREDITED = "credited", _("Credited")


class PaymentMethod(TextChoices):
    """How money came."""

    BANK_TRANSFER = "bank_transfer", _("Bank transfer")
    CARD = "card", _("Card")
    CASH = "cash", _("Cash")


class PaymentState(TextChoices):
    """Where a payment stands."""

    EXPECTED = "expected", _("Expected")
    RECEIVED = "received", _("Received")
    RECONCILED = "reconciled", _("Reconciled with the bank")


class RefundState(TextChoices):
    """Where a refund stands; the one who asks is not the one who approves."""

    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved")
    PAID = "paid", _("Paid")


class RefundReason(TextChoices):
    """Why money goes back; the refund rule depends on it."""

    MEDICAL = "medical", _("Medical reason")
    VISA_REFUSED = "visa_refused", _("The visa was refused")
    CLINIC = "clinic", _("The clinic cannot treat")
    PATIENT = "patient", _("The patient's own decision")
    OVERPAID = "overpaid", _("Paid more than was due")


INVOICE_MOVES: dict[InvoiceState, set[InvoiceState]] = {
    InvoiceState.DRAFT: {InvoiceState.ISSUED},
    InvoiceState.ISSUED: {InvoiceState.PARTLY_PAID, InvoiceState.PAID, InvoiceState.CREDITED},
    InvoiceState.PARTLY_PAID: {InvoiceState.PAID, InvoiceState.CREDITED},
    InvoiceState.PAID: {InvoiceState.CREDITED},
}
PAYMENT_MOVES: dict[PaymentState, set[PaymentState]] = {
    PaymentState.EXPECTED: {PaymentState.RECEIVED},
    PaymentState.RECEIVED: {PaymentState.RECONCILED},
}
REFUND_MOVES: dict[RefundState, set[RefundState]] = {
    RefundState.REQUESTED: {RefundState.APPROVED},
    RefundState.APPROVED: {RefundState.PAID},
}
