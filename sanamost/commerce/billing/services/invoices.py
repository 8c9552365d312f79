"""Deposit and final invoices, with their papers."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from sanamost.commerce.billing import papers
from sanamost.commerce.billing.bills import BillTo, LineItem
from sanamost.commerce.billing.events import InvoiceIssued, InvoicePaid
from sanamost.commerce.billing.models import Invoice
from sanamost.commerce.billing.policies import may_handle_money
from sanamost.commerce.billing.services.refunds import give_back_surplus
from sanamost.commerce.billing.states import InvoiceKind, InvoiceState
from sanamost.commerce.ledger import selectors as ledger
from sanamost.commerce.ledger.accounts import AccountKind
from sanamost.commerce.ledger.services import Side, post
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.documents.numbering import next_number
from sanamost.foundation.events.transitions import transition

DEPOSIT_DUE = dt.timedelta(days=7)
FINAL_DUE = dt.timedelta(days=10)
EXEMPT = "exempt"


def issue_deposit(
    *, actor: Actor, bill_to: BillTo, amount: Decimal, lines: Sequence[LineItem], now: dt.datetime
) -> Invoice | None:
    """Ask for the deposit once the contract is in force; None when none is due.

    Asking moves nothing in the books: a deposit is owed to the patient from the day it is paid.
    """
    may_handle_money(actor, bill_to.organisation_id)
    if amount <= 0:
        return None
    invoice = _draft(InvoiceKind.DEPOSIT, bill_to, amount, lines, now.date() + DEPOSIT_DUE)
    return _issue(invoice, bill_to, lines, Decimal(0), now)


def issue_final(
    *, actor: Actor, bill_to: BillTo, lines: Sequence[LineItem], now: dt.datetime
) -> Invoice:
    """Bill the services done, less the deposit; nothing else is ever billed.

    Revenue and VAT are booked on the whole, the deposit is used up to it; what of the deposit is
    left over is owed back to the patient. An invoice that the deposit covers is paid at once.
    """
    may_handle_money(actor, bill_to.organisation_id)
    total = sum((line.amount for line in lines), Decimal(0))
    held = -ledger.balance(
        case_id=bill_to.case_id,
        organisation_id=bill_to.organisation_id,
        account=AccountKind.DEPOSITS,
        currency=bill_to.currency,
    )
    used = min(max(held, Decimal(0)), total)
    invoice = _draft(InvoiceKind.FINAL, bill_to, total - used, lines, now.date() + FINAL_DUE)
    _book_services(invoice, used, now)
    _issue(invoice, bill_to, lines, used, now)
    if invoice.amount == 0:
        _covered(invoice, now)
    if held > total:
        give_back_surplus(invoice=invoice, surplus=held - total, now=now)
    return invoice


def _draft(
    kind: InvoiceKind,
    bill_to: BillTo,
    amount: Decimal,
    lines: Sequence[LineItem],
    due_on: dt.date,
) -> Invoice:
    year = due_on.year
    serial = next_number(f"invoice-{bill_to.organisation_id}-{year}")
    return Invoice.objects.create(
        case_id=bill_to.case_id,
        organisation_id=bill_to.organisation_id,
        agreement_id=bill_to.agreement_id,
        number=f"{year}-{serial:05d}",
        kind=kind,
        currency=bill_to.currency,
        amount=amount,
        services_total=sum((line.amount for line in lines), Decimal(0)),
        vat_total=sum((line.vat_amount for line in lines), Decimal(0)),
        medical_total=sum((line.amount for line in lines if line.vat_class == EXEMPT), Decimal(0)),
        due_on=due_on,
    )


def _issue(
    invoice: Invoice,
    bill_to: BillTo,
    lines: Sequence[LineItem],
    paid_before: Decimal,
    now: dt.datetime,
) -> Invoice:
    paper_id = papers.invoice(invoice, bill_to, lines, paid_before, now)
    transition(
        invoice,
        InvoiceState.ISSUED,
        action="billing.invoice.issued",
        now=now,
        issued_at=now,
        paper_id=paper_id,
        event=InvoiceIssued(
            case_id=invoice.case_id,
            organisation_id=invoice.organisation_id,
            invoice=invoice.public_id,
            kind=invoice.kind,
        ),
    )
    return invoice


def _book_services(invoice: Invoice, deposit_used: Decimal, now: dt.datetime) -> None:
    total, vat = invoice.services_total, invoice.vat_total
    post(
        organisation_id=invoice.organisation_id,
        case_id=invoice.case_id,
        kind="invoice",
        source=invoice.public_id,
        currency=invoice.currency,
        sides=[
            Side(AccountKind.RECEIVABLE, total),
            Side(AccountKind.REVENUE, -(total - vat), of_case=False),
            Side(AccountKind.VAT, -vat, of_case=False),
        ],
        now=now,
    )
    post(
        organisation_id=invoice.organisation_id,
        case_id=invoice.case_id,
        kind="deposit_used",
        source=invoice.public_id,
        currency=invoice.currency,
        sides=[
            Side(AccountKind.DEPOSITS, deposit_used),
            Side(AccountKind.RECEIVABLE, -deposit_used),
        ],
        now=now,
    )


def _covered(invoice: Invoice, now: dt.datetime) -> None:
    transition(
        invoice,
        InvoiceState.PAID,
        action="billing.invoice.covered_by_deposit",
        now=now,
        event=paid_event(invoice),
    )


def paid_event(invoice: Invoice) -> InvoicePaid:
    """What is told when an invoice is paid in full."""
    return InvoicePaid(
        case_id=invoice.case_id,
        organisation_id=invoice.organisation_id,
        invoice=invoice.public_id,
        kind=invoice.kind,
        agreement_id=invoice.agreement_id,
    )
