"""Invoices and receipts as papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sanamost.commerce.billing.bills import BillTo, LineItem
from sanamost.commerce.billing.models import Invoice, Payment
from sanamost.commerce.billing.states import InvoiceKind, PaymentMethod
from sanamost.foundation.access.acting import current
from sanamost.foundation.documents.services import freeze
from sanamost.registry.organisations import selectors as organisations

# On paper, so part of it for good: not through the catalogues, which may change.
METHODS = {
    PaymentMethod.BANK_TRANSFER: {
        "en": "bank transfer",
        "ru": "банковский перевод",
        "zh": "银行转账",
        "ar": "تحويل مصرفي",
    },
    PaymentMethod.CARD: {
        "en": "card",
        "ru": "банковская карта",
        "zh": "银行卡",
        "ar": "بطاقة مصرفية",
    },
    PaymentMethod.CASH: {"en": "cash", "ru": "наличные", "zh": "现金", "ar": "نقدًا"},
}


def invoice(
    row: Invoice, bill_to: BillTo, lines: Sequence[LineItem], paid_before: Decimal, now: dt.datetime
) -> int:
    """Freeze the invoice's paper, in the patient's language beside Russian; its key."""
    deposit = row.kind == InvoiceKind.DEPOSIT
    total = sum((line.amount for line in lines), Decimal(0))
    payload: dict[str, Any] = {
        "number": row.number,
        "issued_on": now.date().isoformat(),
        "case_number": bill_to.case_number,
        "issuer": organisations.issuer_of(organisations.card(row.organisation_id)),
        "patient": {
            "name": bill_to.patient_name,
            "born_on": bill_to.patient_born_on.isoformat(),
        },
        "contract": {
            "number": bill_to.contract_number,
            "issued_on": bill_to.contract_on.isoformat(),
        },
        "due_on": row.due_on.isoformat(),
        "lines": [_line(line) for line in lines],
        "total": money(total, row.currency),
        "vat_total": money(sum((x.vat_amount for x in lines), Decimal(0)), row.currency),
        "to_pay": money(row.amount, row.currency),
    }
    if bill_to.payer:
        payload["payer"] = bill_to.payer
    if paid_before:
        payload["paid_before"] = money(paid_before, row.currency)
    paper = freeze(
        "invoice_deposit" if deposit else "invoice_final",
        payload,
        language=bill_to.language,
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        actor=current().actor,
        now=now,
    )
    return int(paper.pk)


def receipt(payment: Payment, language: str, case_number: str, now: dt.datetime) -> int:
    """Freeze the confirmation that money came; its key."""
    payload = {
        "number": f"R-{payment.public_id[5:15]}",
        "issued_on": now.date().isoformat(),
        "case_number": case_number,
        "issuer": organisations.issuer_of(organisations.card(payment.organisation_id)),
        "payer": {"name": payment.payer_name},
        "paid": money(payment.amount, payment.currency),
        "paid_at": payment.recorded_at.isoformat(),
        "method": METHODS[PaymentMethod(payment.method)],
        "invoice_number": payment.invoice.number,
        "remaining": money(payment.invoice.amount - payment.invoice.paid, payment.currency),
    }
    paper = freeze(
        "receipt_of_payment",
        payload,
        language=language,
        case_id=payment.case_id,
        organisation_id=payment.organisation_id,
        actor=current().actor,
        now=now,
    )
    return int(paper.pk)


def money(amount: Decimal, currency: str) -> dict[str, str]:
    """An amount as papers write it."""
    return {"amount": f"{amount:.2f}", "currency": currency}


def _line(line: LineItem) -> dict[str, Any]:
    return {
        "code": line.code,
        "nomenclature": line.nomenclature_code,
        "name": organisations.in_paper(line.names),
        "quantity": f"{line.quantity.normalize():f}",
        "price": f"{line.unit_price:.2f}",
        "sum": f"{line.amount:.2f}",
        "vat": line.vat_class if line.vat_class == "exempt" else f"{line.vat_rate.normalize():f}",
    }
