"""Giving money back: by rule, asked by one person, approved by another, paid from the account."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from sanamost.commerce.billing.events import RefundPaid, RefundRequested
from sanamost.commerce.billing.models import Invoice, Payment, Refund
from sanamost.commerce.billing.policies import NeedsAnotherPerson, may_handle_money
from sanamost.commerce.billing.rules import LADDER
from sanamost.commerce.billing.states import (
    InvoiceKind,
    InvoiceState,
    RefundReason,
    RefundState,
)
from sanamost.commerce.ledger.accounts import AccountKind
from sanamost.commerce.ledger.services import Side, post
from sanamost.engines.money import Money
from sanamost.engines.pricing import Reason, refund
from sanamost.foundation.access.acting import current
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import transition

NO_RULE = "surplus"


def cancel_agreement_money(
    *,
    agreement_id: int,
    reason: RefundReason,
    days_before_arrival: int,
    spent: Decimal,
    now: dt.datetime,
) -> list[Refund]:
    """End an agreement's money before treatment: unpaid invoices credited, the deposit by rule.

    `spent` are the clinic's shown expenses. The ladder is `billing.rules`; what it gives back is
    asked for (not yet approved), payment by payment, newest first. Called inside the service that
    ends the agreement, which has checked who may.
    """
    refunds: list[Refund] = []
    for invoice in Invoice.objects.filter(agreement_id=agreement_id).order_by("id"):
        if invoice.kind == InvoiceKind.DEPOSIT and invoice.paid:
            refunds += _by_rule(invoice, reason, days_before_arrival, spent, now)
        if invoice.state != InvoiceState.CREDITED and invoice.paid < invoice.amount:
            transition(invoice, InvoiceState.CREDITED, action="billing.invoice.credited", now=now)
    return refunds


def give_back_surplus(*, invoice: Invoice, surplus: Decimal, now: dt.datetime) -> list[Refund]:
    """Ask to give back what of a deposit the services did not use."""
    deposit = Invoice.objects.get(agreement_id=invoice.agreement_id, kind=InvoiceKind.DEPOSIT)
    return list(_ask(deposit, surplus, Decimal(0), RefundReason.OVERPAID, NO_RULE, now))


def approve_refund(*, actor: Actor, row: Refund, now: dt.datetime) -> None:
    """Approve a refund; raises `NeedsAnotherPerson` for the one who asked.

    From now on the money is owed as a refund, and what is kept is the clinic's.
    """
    may_handle_money(actor, row.organisation_id)
    if row.requested_by_id == actor.user_id:
        raise NeedsAnotherPerson
    transition(
        row,
        RefundState.APPROVED,
        action="billing.refund.approved",
        now=now,
        approved_by_id=actor.user_id,
        approved_at=now,
    )
    post(
        organisation_id=row.organisation_id,
        case_id=row.case_id,
        kind="refund_approved",
        source=row.public_id,
        currency=row.currency,
        sides=[
            Side(AccountKind.DEPOSITS, row.amount + row.kept),
            Side(AccountKind.REFUNDS, -row.amount),
            Side(AccountKind.REVENUE, -row.kept, of_case=False),
        ],
        now=now,
    )


def pay_refund(*, actor: Actor, row: Refund, bank_reference: str, now: dt.datetime) -> None:
    """Note that the bank has paid the refund."""
    may_handle_money(actor, row.organisation_id)
    transition(
        row,
        RefundState.PAID,
        action="billing.refund.paid",
        now=now,
        paid_at=now,
        bank_reference=bank_reference.strip(),
        event=RefundPaid(
            case_id=row.case_id, organisation_id=row.organisation_id, refund=row.public_id
        ),
    )
    post(
        organisation_id=row.organisation_id,
        case_id=row.case_id,
        kind="refund_paid",
        source=row.public_id,
        currency=row.currency,
        sides=[
            Side(AccountKind.REFUNDS, row.amount),
            Side(AccountKind.BANK, -row.amount, of_case=False),
        ],
        now=now,
    )


def _by_rule(
    invoice: Invoice, reason: RefundReason, days: int, spent: Decimal, now: dt.datetime
) -> list[Refund]:
    zero = Money(Decimal("0.00"), invoice.currency)
    found = refund(
        Money(invoice.paid, invoice.currency),
        reason=Reason(reason),
        days_before_arrival=days,
        rules=LADDER,
        delivered=zero,
        spent=Money(spent, invoice.currency),
    )
    back, kept = found.refundable.amount, found.kept.amount
    return list(_ask(invoice, back, kept, reason, found.code, now))


def _ask(
    invoice: Invoice,
    back: Decimal,
    kept: Decimal,
    reason: RefundReason,
    rule: str,
    now: dt.datetime,
) -> Iterator[Refund]:
    payments = list(Payment.objects.filter(invoice=invoice).order_by("-id"))
    for payment, amount, kept_here in _spread(payments, back, kept):
        row = Refund.objects.create(
            case_id=invoice.case_id,
            organisation_id=invoice.organisation_id,
            payment=payment,
            reason=reason,
            rule=rule,
            amount=amount,
            kept=kept_here,
            currency=invoice.currency,
            requested_by_id=current().actor.user_id,
            requested_at=now,
        )
        audit.record(
            action="billing.refund.requested",
            case_id=row.case_id,
            subject=row.public_id,
            details={"amount": str(amount), "kept": str(kept_here), "rule": rule},
            now=now,
        )
        publish(
            RefundRequested(
                case_id=row.case_id, organisation_id=row.organisation_id, refund=row.public_id
            ),
            now=now,
        )
        yield row


def _spread(
    payments: Sequence[Payment], back: Decimal, kept: Decimal
) -> Iterator[tuple[Payment, Decimal, Decimal]]:
    """Share the two sums out over the payments, newest first, none beyond what it brought."""
    for payment in payments:
        give = min(back, payment.amount)
        keep = min(kept, payment.amount - give)
        back, kept = back - give, kept - keep
        if give or keep:
            yield payment, give, keep
