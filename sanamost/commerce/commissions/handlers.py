"""Answers to money that came and went."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from sanamost.commerce.billing import selectors as billing
from sanamost.commerce.billing.events import InvoicePaid, PaymentReceived, RefundPaid
from sanamost.commerce.commissions import services
from sanamost.engines.pricing import Trigger
from sanamost.foundation.access.actor import system

CENT = Decimal("0.01")
ACTOR = system("commissions")


def on_invoice_paid(event: InvoicePaid) -> None:
    """The whole bill is paid: terms that wait for that are due."""
    if event.kind != "final":
        return
    invoice = billing.access_invoice(ACTOR, event.invoice)
    if partner_id := billing.partner_of(invoice.case_id):
        services.earn(
            case_id=invoice.case_id,
            organisation_id=invoice.organisation_id,
            partner_id=partner_id,
            invoice_id=invoice.pk,
            source=invoice.public_id,
            trigger=Trigger.PAID_IN_FULL,
            base=invoice.medical_total,
            currency=invoice.currency,
            now=timezone.now(),
        )


def on_payment_received(event: PaymentReceived) -> None:
    """Part of the bill is paid: terms by payment are due on its medical share."""
    payment = billing.access_payment(ACTOR, event.payment)
    invoice = payment.invoice
    if not invoice.services_total:
        return
    share = payment.amount * invoice.medical_total / invoice.services_total
    if partner_id := billing.partner_of(payment.case_id):
        services.earn(
            case_id=payment.case_id,
            organisation_id=payment.organisation_id,
            partner_id=partner_id,
            invoice_id=invoice.pk,
            source=payment.public_id,
            trigger=Trigger.EACH_PAYMENT,
            base=share.quantize(CENT, ROUND_HALF_UP),
            currency=payment.currency,
            now=timezone.now(),
        )


def on_refund_paid(event: RefundPaid) -> None:
    """A payment went back: what was earned from it goes back too, the rest is earned anew."""
    refund = billing.access_refund(ACTOR, event.refund)
    payment, invoice = refund.payment, refund.payment.invoice
    services.reverse_of(source=payment.public_id, now=timezone.now())
    left = payment.amount - refund.amount
    partner_id = billing.partner_of(payment.case_id)
    if left > 0 and partner_id and invoice.services_total:
        services.earn(
            case_id=payment.case_id,
            organisation_id=payment.organisation_id,
            partner_id=partner_id,
            invoice_id=invoice.pk,
            source=f"{payment.public_id}-{refund.public_id[-8:]}",
            trigger=Trigger.EACH_PAYMENT,
            base=(left * invoice.medical_total / invoice.services_total).quantize(
                CENT, ROUND_HALF_UP
            ),
            currency=payment.currency,
            now=timezone.now(),
        )
