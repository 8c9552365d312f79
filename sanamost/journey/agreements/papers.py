"""What contracts, notices, addenda and consents say: the content that is frozen as a paper."""

import datetime as dt
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sanamost.journey.agreements.facts import Facts, day_of
from sanamost.journey.agreements.rules import RuleSet
from sanamost.journey.cases.states import Payer
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.selectors import in_paper

Content = dict[str, Any]
TEXTS = Path(__file__).parent / "paper_texts.toml"


@cache
def texts() -> Content:
    """The standing words with their version."""
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


def contract(facts: Facts, *, number: str, notice_number: str, rules: RuleSet) -> Content:
    """The contract: parties, services, price, terms, under the rules of the day."""
    said = texts()
    body = {
        **_head(facts, number=number, rules=rules),
        "patient": patient(facts),
        **_representative(facts),
        **_customer(facts),
        **_term(facts),
        "where": in_paper(facts.clinic.addresses),
        "insured": False,
        "notice_number": notice_number,
        "lines": [line(row) for row in facts.lines],
        **_sums(facts),
        "payments": _payments(facts),
        "terms": {
            "documents_days": rules.documents_days,
            "invoice_days": rules.invoice_days,
            "refund_days": rules.refund_days,
        },
        "complaints": _complaints(facts),
        "concluded": "distance",
        "annexes": [said["annexes"]["notice"], said["annexes"]["treatment"]],
    }
    if facts.case.payer == Payer.PARTNER and facts.partner is not None:
        body["payment_agent"] = {"name": in_paper(facts.partner.legal_names or facts.partner.names)}
    return body


def notice(facts: Facts, *, number: str, rules: RuleSet) -> Content:
    """The notice that must be read before the contract is signed."""
    return {
        **_head(facts, number=number, rules=rules),
        "patient": patient(facts),
        **_representative(facts),
        "insured": False,
        "services": [in_paper(row.names) for row in facts.lines],
        "complaints": _complaints(facts),
    }


def addendum(facts: Facts, row: Any, *, rules: RuleSet, new_total: Decimal) -> Content:
    """More services than agreed: why, which, for how much."""
    agreement = facts.agreement
    assert agreement.contract is not None  # noqa: S101 an addendum exists only beside a contract
    currency = agreement.currency
    return {
        **_head(facts, number=f"{agreement.number}/{row.number}", rules=rules),
        "patient": patient(facts),
        **_representative(facts),
        **_customer(facts),
        "contract": {
            "number": agreement.number,
            "issued_on": day(agreement.issued_at, facts),
        },
        "reason": row.reason,
        "lines": [_kept_line(line) for line in row.lines],
        "total": {"amount": row.total, "currency": currency},
        "new_total": {"amount": new_total, "currency": currency},
    }


def consent(facts: Facts, purpose: str, *, number: str, recipient: Any | None) -> Content:
    """A consent about personal data: one purpose, one paper."""
    said = texts()
    body = {
        "number": number,
        "issued_on": facts.today,
        "case_number": facts.case.number,
        "issuer": organisations.issuer_of(facts.clinic),
        "patient": patient(facts),
        **_representative(facts),
        "until": said["cross_border"]["until"],
        "withdrawal": said["cross_border"]["withdrawal"],
    }
    for name in ("purposes", "categories", "actions"):
        if name in said[purpose]:
            body[name] = said[purpose][name]
    if recipient is not None:
        body["recipient"] = {
            "name": in_paper(recipient.legal_names or recipient.names),
            "role": said["cross_border"]["role"],
            "address": in_paper(recipient.addresses) or country(recipient.country),
            "country": country(recipient.country),
        }
    return body


def treatment_consent(facts: Facts, *, number: str, doctor: str) -> Content:
    """The informed consent: the doctors' plan in their words, and what every patient is told."""
    said = texts()["treatment"]
    plan = getattr(facts.proposal, "plan", None)
    told = in_paper(plan.text) if plan else {}
    risks = in_paper(plan.risks) if plan else {}
    body: Content = {
        "number": number,
        "issued_on": facts.today,
        "case_number": facts.case.number,
        "issuer": organisations.issuer_of(facts.clinic),
        "patient": patient(facts),
        **_representative(facts),
        "intervention": told or _in_a_row([in_paper(row.names) for row in facts.lines]),
        "doctor": {"name": doctor, "post": texts()["physician"]},
        "methods": _in_a_row([in_paper(row.names) for row in facts.lines]),
        "risks": {**said["risks"], **{code: text for code, text in risks.items() if text}},
    }
    for name in ("aims", "alternatives", "consequences", "expected"):
        body[name] = said[name]
    return body


def patient(facts: Facts) -> Content:
    """The patient with the identity document."""
    row = facts.patient
    document = {"kind": texts()["passport"], "number": row.passport_number}
    if row.passport_valid_until:
        document["valid_until"] = row.passport_valid_until
    known = {"sex": row.sex, "address": row.address, "phone": row.phone, "email": row.email}
    return {
        "name": row.name_latin,
        "name_native": row.name_original,
        "born_on": row.birth_date,
        "citizenship": country(row.citizenship),
        "document": document,
        **{name: value for name, value in known.items() if value},
    }


def line(row: Any) -> Content:
    """One priced line of a proposal."""
    body = {
        "name": in_paper(row.names),
        "code": row.code,
        "quantity": row.quantity,
        "price": row.unit_price,
        "sum": row.amount,
        "vat": _vat(row.vat_class, row.vat_rate),
    }
    return body | ({"nomenclature": row.nomenclature_code} if row.nomenclature_code else {})


def country(code: str) -> dict[str, str]:
    """The country's name in the languages of papers; its code where it has none."""
    return {
        language.partition("-")[0]: next(
            (known.name for known in catalogue.countries(language) if known.code == code), code
        )
        for language, _name in settings.LANGUAGES
    }


def day(moment: dt.datetime | None, facts: Facts) -> dt.date:
    """The moment's day by the clinic's own clock; today for none."""
    return day_of(facts.clinic, moment) if moment else facts.today


def _head(facts: Facts, *, number: str, rules: RuleSet) -> Content:
    return {
        "number": number,
        "issued_on": facts.today,
        "case_number": facts.case.number,
        "rule_set": rules.code,
        "issuer": organisations.issuer_of(facts.clinic),
    }


def _representative(facts: Facts) -> Content:
    name = facts.patient.representative_name
    if not facts.minor or not name:
        return {}
    relation = facts.patient.representative_relation
    return {"representative": {"name": name, **({"relation": relation} if relation else {})}}


def _customer(facts: Facts) -> Content:
    kept = facts.agreement.customer
    if not kept:
        return {}
    body = {"legal_name": kept["name"], "address": kept["address"]}
    return {"customer": body | {"registration": kept["registration"]}}


def _term(facts: Facts) -> Content:
    """When and how: the days of the stay, or by when a remote case's opinion is there."""
    said, days = texts(), facts.proposal.stay_days
    if facts.case.is_remote:
        term = {code: words.format(days=days) for code, words in said["remote_term"].items()}
        return {"remote": True, "term": term, "conditions": said["remote"]}
    return {
        "starts_on": facts.proposal.arrives_on,
        "ends_on": facts.ends_on,
        "conditions": said["inpatient"] if days > 1 else said["outpatient"],
    }


def _sums(facts: Facts) -> Content:
    proposal = facts.proposal
    currency = facts.agreement.currency
    body: Content = {"total": {"amount": facts.agreement.total, "currency": currency}}
    vat = sum((row.vat_amount for row in facts.lines), Decimal(0))
    if vat:
        body["vat_total"] = {"amount": vat, "currency": currency}
    if proposal.shown_currency and proposal.shown_total is not None:
        shown = proposal.shown_currency
        body["total_converted"] = {"amount": proposal.shown_total, "currency": shown}
        body["rate"] = {
            "nominal": Decimal(proposal.rate_nominal or 1),
            "from": shown,
            "value": proposal.rate_value,
            "to": currency,
            "day": proposal.rate_day,
            "source": texts()["rate_source"].get(proposal.rate_source, proposal.rate_source),
        }
    return body


def _payments(facts: Facts) -> list[Content]:
    said, agreement = texts(), facts.agreement
    before = said["before_work"] if facts.case.is_remote else said["before_arrival"]
    parts = [
        (said["deposit"], before, agreement.deposit),
        (said["rest"], said["after_discharge"], agreement.total - agreement.deposit),
    ]
    return [
        {"purpose": purpose, "due": due, "amount": {"amount": sum_, "currency": agreement.currency}}
        for purpose, due, sum_ in parts
        if sum_ > 0
    ]


def _complaints(facts: Facts) -> Content:
    return {"address": in_paper(facts.clinic.addresses), "email": facts.clinic.email}


def _kept_line(kept: Content) -> Content:
    body = {
        "name": in_paper(kept["names"]),
        "code": kept["code"],
        "quantity": Decimal(kept["quantity"]),
        "price": Decimal(kept["unit_price"]),
        "sum": Decimal(kept["amount"]),
        "vat": _vat(kept["vat_class"], Decimal(kept["vat_rate"])),
    }
    nomenclature = kept.get("nomenclature_code")
    return body | ({"nomenclature": nomenclature} if nomenclature else {})


def _vat(vat_class: str, rate: Decimal) -> str:
    return "exempt" if vat_class == "exempt" else f"{rate.normalize():f}"


def _in_a_row(named: list[dict[str, str]]) -> dict[str, str]:
    codes = dict.fromkeys(code for names in named for code in names)
    return {
        code: "; ".join(names.get(code) or next(iter(names.values()), "") for names in named)
        for code in codes
    }
