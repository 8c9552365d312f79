"""An agreement in the words of billing, which looks up nothing of the journey itself."""

from decimal import Decimal
from typing import Any

from sanamost.commerce.billing.services import BillTo, LineItem
from sanamost.foundation.access.acting import current
from sanamost.journey.agreements.facts import day_of
from sanamost.journey.agreements.models import Agreement
from sanamost.journey.cases import selectors as cases
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients


def bill_to(agreement: Agreement) -> BillTo:
    """Who is asked for the agreement's money; the acting actor must see the patient."""
    case = cases.case_of(agreement.case_id)
    clinic = organisations.card(agreement.organisation_id)
    patient = patients.patient_of(
        current().actor, patient_id=case.patient_id, case_id=agreement.case_id
    )
    issued_at = agreement.issued_at or agreement.created_at
    return BillTo(
        case_id=case.pk,
        case_number=case.number,
        organisation_id=clinic.pk,
        agreement_id=agreement.pk,
        contract_number=agreement.number,
        contract_on=day_of(clinic, issued_at),
        patient_name=patient.name_latin,
        patient_born_on=patient.birth_date,
        payer_name=agreement.customer.get("name") or patient.name_latin,
        language=case.language,
        currency=agreement.currency,
        payer=_payer(agreement.customer),
    )


def agreed_lines(agreement: Agreement) -> list[LineItem]:
    """What the contract says is done, line by line, VAT inside; addenda stand apart."""
    return [
        LineItem(
            code=row.code,
            names=row.names,
            quantity=row.quantity,
            unit_price=row.unit_price,
            amount=row.amount,
            vat_class=row.vat_class,
            vat_rate=row.vat_rate,
            vat_amount=row.vat_amount,
            nomenclature_code=row.nomenclature_code,
        )
        for row in agreement.proposal.lines.order_by("position")
    ]


def added_lines(lines: list[dict[str, Any]]) -> list[LineItem]:
    """The lines of a signed addendum, as billing takes them."""
    return [
        LineItem(
            code=line["code"],
            names=line["names"],
            quantity=Decimal(line["quantity"]),
            unit_price=Decimal(line["unit_price"]),
            amount=Decimal(line["amount"]),
            vat_class=line["vat_class"],
            vat_rate=Decimal(line["vat_rate"]),
            vat_amount=Decimal(line["vat_amount"]),
            nomenclature_code=line.get("nomenclature_code", ""),
        )
        for line in lines
    ]


def _payer(customer: dict[str, str]) -> dict[str, Any]:
    if not customer:
        return {}
    return {
        "legal_name": customer["name"],
        "address": customer["address"],
        "registration": customer["registration"],
    }
