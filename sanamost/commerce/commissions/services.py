"""What a partner earned: reckoned from paid invoices under the terms of the day, once a source."""

import datetime as dt
from decimal import Decimal

from sanamost.commerce.commissions.models import Commission
from sanamost.commerce.commissions.states import CommissionState
from sanamost.commerce.ledger.accounts import AccountKind
from sanamost.commerce.ledger.services import Side, post
from sanamost.engines.money import Money
from sanamost.engines.pricing import CommissionLine, Percent, Terms, Trigger, commission
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.partners import selectors as partners


def earn(
    *,
    case_id: int,
    organisation_id: int,
    partner_id: int,
    invoice_id: int,
    source: str,
    trigger: Trigger,
    base: Decimal,
    currency: str,
    now: dt.datetime,
) -> Commission | None:
    """Book a partner's commission on `base` (medical services, net of VAT), if terms say so.

    None without terms, under terms with another trigger, or when the source was booked before.
    The cap of the terms holds. Runs as the system: the clinic owes it whoever recorded the payment.
    """
    terms = partners.terms_on(partner_id=partner_id, clinic_id=organisation_id, day=now.date())
    if terms is None or terms.trigger != trigger:
        return None
    if Commission.objects.filter(source=source, partner_id=partner_id).exists():
        return None
    whole = Money(base, currency)
    found = commission(
        [CommissionLine("medical", whole, Money(Decimal("0.00"), currency))],
        Terms(Percent(terms.percent), trigger, cap_percent=terms.cap_percent),
        currency=currency,
        paid=whole,
        refunded=Money(Decimal("0.00"), currency),
        booked=Money(Decimal("0.00"), currency),
    )
    row = Commission.objects.create(
        case_id=case_id,
        organisation_id=organisation_id,
        partner_id=partner_id,
        terms=terms,
        invoice_id=invoice_id,
        source=source,
        base=base,
        percent=terms.percent,
        amount=found.earned.amount,
        currency=currency,
        created_at=now,
    )
    _book(row, "commission", 1, now)
    return row


def reverse_of(*, source: str, now: dt.datetime) -> None:
    """Take back what was earned from a source whose money went back."""
    live = Commission.objects.filter(source=source).exclude(state=CommissionState.REVERSED)
    for row in live:
        transition(
            row,
            CommissionState.REVERSED,
            action="commissions.commission.reversed",
            now=now,
            settled_at=now,
        )
        _book(row, "commission_reversed", -1, now)


def pay(*, actor: Actor, row: Commission, now: dt.datetime) -> None:
    """Note that the clinic has paid the partner."""
    if actor.organisation_id != row.organisation_id or not actor.has(Role.FINANCE):
        raise NotVisible
    transition(
        row,
        CommissionState.PAID,
        action="commissions.commission.paid",
        now=now,
        settled_at=now,
    )
    post(
        organisation_id=row.organisation_id,
        case_id=row.case_id,
        kind="commission_paid",
        source=row.public_id,
        currency=row.currency,
        sides=[
            Side(AccountKind.COMMISSION_PAYABLE, row.amount, row.partner_id, of_case=False),
            Side(AccountKind.BANK, -row.amount, of_case=False),
        ],
        now=now,
    )


def _book(row: Commission, kind: str, sign: int, now: dt.datetime) -> None:
    amount = sign * row.amount
    post(
        organisation_id=row.organisation_id,
        case_id=row.case_id,
        kind=kind,
        source=row.public_id,
        currency=row.currency,
        sides=[
            Side(AccountKind.COMMISSION_COST, amount, of_case=False),
            Side(AccountKind.COMMISSION_PAYABLE, -amount, row.partner_id, of_case=False),
        ],
        now=now,
    )
