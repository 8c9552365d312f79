"""Asking for money, taking it in, giving it back; every step stands in the ledger."""

from sanamost.commerce.billing.bills import BillTo, LineItem
from sanamost.commerce.billing.services.invoices import issue_deposit, issue_final
from sanamost.commerce.billing.services.payments import record_payment
from sanamost.commerce.billing.services.refunds import (
    approve_refund,
    cancel_agreement_money,
    pay_refund,
)

__all__ = [
    "BillTo",
    "LineItem",
    "approve_refund",
    "cancel_agreement_money",
    "issue_deposit",
    "issue_final",
    "pay_refund",
    "record_payment",
]
