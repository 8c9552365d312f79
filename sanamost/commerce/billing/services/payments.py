"""Taking money in, from a bank statement."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from sanamost.commerce.billing import papers
from sanamost.commerce.billing.events import InvoicePaid, PaymentReceived
from sanamost.commerce.billing.models import Invoice, Payment
from sanamost.commerce.billing.policies import may_handle_money
from sanamost.commerce.billing.states import InvoiceKind, InvoiceState, PaymentMethod
from sanamost.commerce.ledger.accounts import AccountKind
from sanamost.commerce.ledger.services import Side, post
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import MoveNotAllowed, locked, transition
from sanamost.foundation.languages.errors import Refusal

PAYABLE = {InvoiceState.ISSUED, InvoiceState.PARTLY_PAID}


class MoreThanOpen(Refusal):
    """More came than the invoice asks for."""

    code = "more_than_open"
    message = _("Only %(open)s %(currency)s is open on this invoice.")
    field = "amount"


class OtherCurrency(Refusal):
    """Money of another currency than the contract's."""

    code = "other_currency"
    message = _("The invoice is in %(currency)s. Record the amount that reached the account.")
    field = "currency"


class ReferenceUsed(Refusal):
    """The bank's reference stands on another payment."""

    code = "reference_used"
    message = _("A payment with this bank reference is recorded already.")
    field = "bank_reference"


def record_payment(
    *,
    actor: Actor,
    invoice: Invoice,
    amount: Decimal,
    currency: str,
    method: PaymentMethod,
    bank_reference: str,
    payer_name: str,
    received_on: dt.date,
    language: str,
    case_number: str,
    now: dt.datetime,
) -> Payment:
    """Record money that reached the clinic's account for an invoice, with a receipt.

    Raises `OtherCurrency`, `MoreThanOpen`, `ReferenceUsed`, `MoveNotAllowed` (nothing is open) and
    a refusal for a day that has not come. A deposit is booked as owed to the patient until used.
    """
    may_handle_money(actor, invoice.organisation_id)
    held = locked(invoice)
    _check(held, amount, currency, bank_reference, received_on, now)
    payment = Payment.objects.create(
        case_id=held.case_id,
        organisation_id=held.organisation_id,
        invoice=held,
        method=method,
        amount=amount,
        currency=currency,
        bank_reference=bank_reference.strip(),
        payer_name=payer_name.strip(),
        received_on=received_on,
        recorded_by_id=actor.user_id or 0,
        recorded_at=now,
    )
    _book(payment, held, now)
    _move_on(held, amount, now)
    payment.receipt_id = papers.receipt(payment, language, case_number, now)
    payment.save(update_fields=["receipt"])
    _tell(payment, held, now)
    return payment


def _check(
    invoice: Invoice,
    amount: Decimal,
    currency: str,
    reference: str,
    received_on: dt.date,
    now: dt.datetime,
) -> None:
    if invoice.state not in PAYABLE:
        raise MoveNotAllowed
    if currency != invoice.currency:
        raise OtherCurrency(currency=invoice.currency)
    left = invoice.amount - invoice.paid
    if not 0 < amount <= left:
        raise MoreThanOpen(open=f"{left:.2f}", currency=invoice.currency)
    if received_on > now.date() + dt.timedelta(days=1):  # the day may have begun further east
        raise Refusal(_("This day has not come yet."), code="future_day", field="received_on")
    same = Payment.objects.filter(
        organisation_id=invoice.organisation_id, bank_reference=reference.strip()
    )
    if same.exists():
        raise ReferenceUsed


def _book(payment: Payment, invoice: Invoice, now: dt.datetime) -> None:
    deposit = invoice.kind == InvoiceKind.DEPOSIT
    against = AccountKind.DEPOSITS if deposit else AccountKind.RECEIVABLE
    post(
        organisation_id=payment.organisation_id,
        case_id=payment.case_id,
        kind="payment",
        source=payment.public_id,
        currency=payment.currency,
        sides=[
            Side(AccountKind.BANK, payment.amount, of_case=False),
            Side(against, -payment.amount),
        ],
        now=now,
    )


def _move_on(invoice: Invoice, amount: Decimal, now: dt.datetime) -> None:
    paid = invoice.paid + amount
    whole = paid == invoice.amount
    if not whole and invoice.state == InvoiceState.PARTLY_PAID:
        invoice.paid = paid
        invoice.save(update_fields=["paid"])
        return
    transition(
        invoice,
        InvoiceState.PAID if whole else InvoiceState.PARTLY_PAID,
        action="billing.invoice.paid" if whole else "billing.invoice.partly_paid",
        now=now,
        paid=paid,
    )


def _tell(payment: Payment, invoice: Invoice, now: dt.datetime) -> None:
    audit.record(
        action="billing.payment.recorded",
        case_id=payment.case_id,
        subject=payment.public_id,
        details={"amount": str(payment.amount), "currency": payment.currency},
        now=now,
    )
    of = {"case_id": payment.case_id, "organisation_id": payment.organisation_id}
    publish(PaymentReceived(payment=payment.public_id, invoice=invoice.public_id, **of), now=now)
    if invoice.state == InvoiceState.PAID:
        publish(
            InvoicePaid(
                invoice=invoice.public_id,
                kind=invoice.kind,
                agreement_id=invoice.agreement_id,
                **of,
            ),
            now=now,
        )
