"""Reading invoices, payments and refunds."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from sanamost.commerce.billing.models import Invoice, Payment, Refund
from sanamost.commerce.billing.states import InvoiceKind, InvoiceState, RefundState
from sanamost.foundation.access.actor import Actor


@dataclass(frozen=True)
class Balance:
    """A case's money with one clinic, in one currency."""

    currency: str
    asked: Decimal
    paid: Decimal
    refunded: Decimal
    open: Decimal


def access_invoice(actor: Actor, public_id: str) -> Invoice:
    """The invoice; raises `NotVisible`."""
    return Invoice.objects.select_related("agreement").access(actor, public_id)


def access_payment(actor: Actor, public_id: str) -> Payment:
    """The payment; raises `NotVisible`."""
    return Payment.objects.select_related("invoice").access(actor, public_id)


def access_refund(actor: Actor, public_id: str) -> Refund:
    """The refund; raises `NotVisible`."""
    return Refund.objects.select_related("payment").access(actor, public_id)


def invoices(actor: Actor) -> QuerySet[Invoice]:
    """Every invoice that the actor may see, newest first."""
    return Invoice.objects.visible_to(actor).select_related("paper").order_by("-issued_at", "-id")


def invoices_of(actor: Actor, case_id: int) -> list[Invoice]:
    """A case's invoices, oldest first."""
    return list(invoices(actor).filter(case_id=case_id).order_by("id"))


def payments_of(actor: Actor, case_id: int) -> list[Payment]:
    """A case's payments, oldest first."""
    rows = Payment.objects.visible_to(actor).filter(case_id=case_id)
    return list(rows.select_related("invoice", "receipt").order_by("id"))


def refunds_of(actor: Actor, case_id: int) -> list[Refund]:
    """A case's refunds, oldest first."""
    rows = Refund.objects.visible_to(actor).filter(case_id=case_id)
    return list(rows.select_related("payment").order_by("id"))


def refunds_waiting(actor: Actor) -> list[Refund]:
    """Refunds of the actor's clinic that wait for a second person or for the bank."""
    rows = Refund.objects.visible_to(actor).exclude(state=RefundState.PAID)
    return list(rows.select_related("payment").order_by("requested_at"))


def balance_of(actor: Actor, case_id: int, organisation_id: int) -> Balance | None:
    """What was asked, came, went back and is open on the case; None before the first invoice."""
    asked = [i for i in invoices_of(actor, case_id) if i.organisation_id == organisation_id]
    if not asked:
        return None
    back = [r for r in refunds_of(actor, case_id) if r.organisation_id == organisation_id]
    live = [i for i in asked if i.state != InvoiceState.CREDITED]
    return Balance(
        currency=asked[0].currency,
        asked=sum((i.amount for i in live), Decimal(0)),
        paid=sum((i.paid for i in asked), Decimal(0)),
        refunded=sum((r.amount for r in back if r.state == RefundState.PAID), Decimal(0)),
        open=sum((i.amount - i.paid for i in live), Decimal(0)),
    )


def settled(case_id: int, organisation_id: int) -> bool:
    """Whether a final invoice was issued and nothing is open or waiting to go back."""
    rows = Invoice.objects.filter(case_id=case_id, organisation_id=organisation_id)
    final = rows.filter(kind=InvoiceKind.FINAL, state=InvoiceState.PAID).exists()
    waiting = Refund.objects.filter(case_id=case_id, organisation_id=organisation_id)
    return final and not waiting.exclude(state=RefundState.PAID).exists()


def deposit_settled(agreement_id: int) -> bool:
    """Whether no deposit of the agreement is open: it was paid whole, or none was asked for."""
    rows = Invoice.objects.filter(agreement_id=agreement_id, kind=InvoiceKind.DEPOSIT)
    return not rows.filter(state__in=[InvoiceState.ISSUED, InvoiceState.PARTLY_PAID]).exists()


def final_invoice_of(agreement_id: int) -> Invoice | None:
    """The agreement's final invoice, unless it was credited; there is never a second one."""
    rows = Invoice.objects.filter(agreement_id=agreement_id, kind=InvoiceKind.FINAL)
    return rows.exclude(state=InvoiceState.CREDITED).first()


def partner_of(case_id: int) -> int | None:
    """The partner who sent the case's patient, read over the invoice's own relation."""
    row = Invoice.objects.filter(case_id=case_id).values_list("case__partner_id", flat=True)
    return row.first()
