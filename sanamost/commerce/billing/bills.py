"""What billing is told: who is asked and for which services, in plain values."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True)
class LineItem:
    """One service on an invoice; sums in the invoice's currency, VAT inside."""

    code: str
    names: dict[str, str]
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    vat_class: str
    vat_rate: Decimal = Decimal(0)
    vat_amount: Decimal = Decimal(0)
    nomenclature_code: str = ""


@dataclass(frozen=True)
class BillTo:
    """Who is asked, under which contract; plain values, billing looks up nothing of the journey."""

    case_id: int
    case_number: str
    organisation_id: int
    agreement_id: int
    contract_number: str
    contract_on: dt.date
    patient_name: str
    patient_born_on: dt.date
    payer_name: str
    language: str
    currency: str
    payer: dict[str, Any] = field(default_factory=dict)
