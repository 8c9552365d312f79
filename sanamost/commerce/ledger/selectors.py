"""Reading the books, and checking that they hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Sum

from sanamost.commerce.ledger.accounts import AccountKind
from sanamost.commerce.ledger.models import Posting


@dataclass(frozen=True)
class Line:
    """One account's balance in one currency: debit positive."""

    account: AccountKind
    currency: str
    balance: Decimal


def trial_balance(organisation_id: int) -> list[Line]:
    """Every account kind's balance; the sum per currency is zero."""
    rows = (
        Posting.objects.filter(organisation_id=organisation_id)
        .values("account__kind", "currency")
        .annotate(balance=Sum("amount"))
        .order_by("account__kind", "currency")
    )
    return [Line(AccountKind(r["account__kind"]), r["currency"], r["balance"]) for r in rows]


def balance(*, case_id: int, organisation_id: int, account: AccountKind, currency: str) -> Decimal:
    """One account's balance on a case; what is owed to the patient is negative."""
    rows = Posting.objects.filter(
        organisation_id=organisation_id,
        account__case_id=case_id,
        account__kind=account,
        currency=currency,
    )
    return rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)


@dataclass(frozen=True)
class Fault:
    """A fact of the books that contradicts another."""

    rule: str
    subject: str
    amount: Decimal


def faults() -> Iterator[Fault]:
    """Every contradiction in all books; the caller must be able to see them (the system)."""
    for rule, sql in CHECKS.items():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            for subject, amount in cursor.fetchall():
                yield Fault(rule, str(subject), Decimal(amount))


# Each finds rows (what, by how much); none is the only good answer.
CHECKS = {
    "a transaction sums to zero per currency": (
        "SELECT t.public_id, sum(p.amount) FROM ledger_posting p"
        " JOIN ledger_transaction t ON t.id = p.transaction_id"
        " GROUP BY t.public_id, p.currency HAVING sum(p.amount) <> 0"
    ),
    "an invoice's paid sum is the sum of its payments less what was given back": (
        "SELECT i.public_id, i.paid - coalesce(sum(m.amount), 0) FROM billing_invoice i"
        " LEFT JOIN billing_payment m ON m.invoice_id = i.id AND m.state <> 'expected'"
        " GROUP BY i.public_id, i.paid HAVING i.paid <> coalesce(sum(m.amount), 0)"
    ),
    "every received payment stands in the bank account": (
        "SELECT m.public_id, m.amount - coalesce(sum(p.amount), 0) FROM billing_payment m"
        " LEFT JOIN ledger_transaction t ON t.kind = 'payment' AND t.source = m.public_id"
        " LEFT JOIN ledger_posting p ON p.transaction_id = t.id AND p.account_id IN"
        " (SELECT a.id FROM ledger_account a WHERE a.kind = 'bank')"
        " WHERE m.state <> 'expected' GROUP BY m.public_id, m.amount"
        " HAVING m.amount <> coalesce(sum(p.amount), 0)"
    ),
    "every paid refund left the bank account": (
        "SELECT r.public_id, r.amount + coalesce(sum(p.amount), 0) FROM billing_refund r"
        " LEFT JOIN ledger_transaction t ON t.kind = 'refund_paid' AND t.source = r.public_id"
        " LEFT JOIN ledger_posting p ON p.transaction_id = t.id AND p.account_id IN"
        " (SELECT a.id FROM ledger_account a WHERE a.kind = 'bank')"
        " WHERE r.state = 'paid' GROUP BY r.public_id, r.amount"
        " HAVING r.amount + coalesce(sum(p.amount), 0) <> 0"
    ),
    "every final invoice's services stand in revenue and VAT": (
        "SELECT i.public_id, i.services_total + coalesce(sum(p.amount), 0) FROM billing_invoice i"
        " LEFT JOIN ledger_transaction t ON t.kind = 'invoice' AND t.source = i.public_id"
        " LEFT JOIN ledger_posting p ON p.transaction_id = t.id AND p.account_id IN"
        " (SELECT a.id FROM ledger_account a WHERE a.kind IN ('revenue', 'vat'))"
        " WHERE i.kind = 'final' AND i.state <> 'draft' GROUP BY i.public_id, i.services_total"
        " HAVING i.services_total + coalesce(sum(p.amount), 0) <> 0"
    ),
    "every live commission is owed in the books": (
        "SELECT c.public_id, c.amount + coalesce(sum(p.amount), 0) FROM commissions_commission c"
        " LEFT JOIN ledger_transaction t ON t.kind = 'commission' AND t.source = c.public_id"
        " LEFT JOIN ledger_posting p ON p.transaction_id = t.id AND p.account_id IN"
        " (SELECT a.id FROM ledger_account a WHERE a.kind = 'commission_payable')"
        " GROUP BY c.public_id, c.amount HAVING c.amount + coalesce(sum(p.amount), 0) <> 0"
    ),
}
