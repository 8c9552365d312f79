"""What a contract cannot do without: each item, who supplies it, and a check over the facts.

After the rules of paid medical services (contents of the contract and information before it) and
the law on personal data. An item is data: adding one is adding a row.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.journey.agreements.facts import Facts
from sanamost.journey.agreements.states import Gate, Side
from sanamost.journey.cases.states import Payer, PurposeOfArrival
from sanamost.registry.patients.states import ConsentPurpose, StayDocument


@dataclass(frozen=True)
class Rule:
    """One item: `words` name it, `cure` says how to supply it, `place` where (a code of pages)."""

    code: str
    words: str | Promise
    cure: str | Promise
    by: Side
    place: str
    check: Callable[[Facts], bool]
    gate: Gate = Gate.ISSUE
    applies: Callable[[Facts], bool] = lambda _facts: True


@dataclass(frozen=True)
class Item:
    """An item as it stands for one agreement now."""

    code: str
    words: str | Promise
    ok: bool
    how_to_fix: str | Promise
    by: Side
    place: str
    gate: Gate


def _licence(facts: Facts) -> bool:
    licence = facts.clinic.licence or {}
    return all(licence.get(name) for name in ("number", "issued_on", "issuer", "works"))


def _provider(facts: Facts) -> bool:
    clinic = facts.clinic
    return bool((clinic.legal_names or clinic.names) and clinic.addresses and clinic.ogrn) and bool(
        clinic.inn
    )


def _signatory(facts: Facts) -> bool:
    signatory = facts.clinic.signatory or {}
    return all(signatory.get(name) for name in ("name", "post", "basis"))


def _passport(facts: Facts) -> bool:
    valid_until: dt.date | None = facts.patient.passport_valid_until
    until_when = facts.ends_on or facts.today
    if not facts.patient.passport_number or valid_until is None:
        return False
    return valid_until >= max(until_when, facts.today)


def _stay(facts: Facts) -> bool:
    patient = facts.patient
    if patient.stay_document == StayDocument.NONE:
        return False
    return patient.stay_until is not None and patient.stay_until >= facts.today


def _customer(facts: Facts) -> bool:
    customer = facts.agreement.customer or {}
    return all(customer.get(name) for name in ("name", "address", "registration"))


def _representative(facts: Facts) -> bool:
    return bool(facts.representatives) and bool(facts.patient.representative_name)


def _price(facts: Facts) -> bool:
    summed = sum((line.amount for line in facts.lines), start=facts.agreement.total * 0)
    return facts.agreement.total > 0 and summed == facts.agreement.total


def _foreign_partner_reads(facts: Facts) -> bool:
    """A partner abroad who was told medical things gets them across a border."""
    partner = facts.partner
    return (
        partner is not None
        and partner.country != facts.clinic.country
        and facts.consents_to(ConsentPurpose.DISCLOSURE, partner.pk)
    )


def _crosses(facts: Facts) -> bool:
    partner = facts.partner
    return partner is not None and facts.consents_to(ConsentPurpose.CROSS_BORDER, partner.pk)


RULES: tuple[Rule, ...] = (
    Rule(
        "provider",
        _("The clinic's legal name, address, OGRN and INN"),
        _("Complete the clinic's card."),
        Side.CLINIC,
        "card",
        _provider,
    ),
    Rule(
        "licence",
        _("Licence: number, day, issuing body, works and services"),
        _("Complete the licence on the clinic's card."),
        Side.CLINIC,
        "card",
        _licence,
    ),
    Rule(
        "signatory",
        _("Who signs for the clinic: name, post, authority"),
        _("Complete the signatory on the clinic's card."),
        Side.CLINIC,
        "card",
        _signatory,
    ),
    Rule(
        "complaints",
        _("Where complaints go: postal address and e-mail"),
        _("Complete the address and e-mail on the clinic's card."),
        Side.CLINIC,
        "card",
        lambda facts: bool(facts.clinic.addresses and facts.clinic.email),
    ),
    Rule(
        "services",
        _("List of services"),
        _("Send a new version of the proposal with its services."),
        Side.CLINIC,
        "proposal",
        lambda facts: bool(facts.lines),
    ),
    Rule(
        "price",
        _("Price: the services add up to the total"),
        _("Send a new version of the proposal whose lines add up."),
        Side.CLINIC,
        "proposal",
        _price,
    ),
    Rule(
        "dates",
        _("Days of arrival and stay"),
        _("Send a new version of the proposal with its days."),
        Side.CLINIC,
        "proposal",
        lambda facts: facts.proposal.arrives_on is not None,
        applies=lambda facts: not facts.case.is_remote,
    ),
    Rule(
        "patient_name",
        _("The patient's full name and birth date"),
        _("Ask the patient's side for the name as in the passport."),
        Side.PATIENT,
        "identity",
        lambda facts: bool(facts.patient.name_latin and facts.patient.birth_date),
    ),
    Rule(
        "passport",
        _("Identity document: number, valid until after the stay"),
        _("Fill in the passport on the page of identity."),
        Side.PATIENT,
        "identity",
        _passport,
    ),
    Rule(
        "address",
        _("The patient's home address"),
        _("Fill in the address on the page of identity."),
        Side.PATIENT,
        "identity",
        lambda facts: bool(facts.patient.address),
    ),
    Rule(
        "phone",
        _("A telephone number of the patient's side"),
        _("Fill in the telephone on the page of identity."),
        Side.PATIENT,
        "identity",
        lambda facts: bool(facts.patient.phone),
    ),
    Rule(
        "stay",
        _("Document of stay in the country and until when it holds"),
        _("Fill in the document of stay on the page of identity."),
        Side.PATIENT,
        "identity",
        _stay,
        applies=lambda facts: facts.case.purpose_of_arrival == PurposeOfArrival.ALREADY_HERE,
    ),
    Rule(
        "representative",
        _("The legal representative of a patient under 18"),
        _("A parent or guardian takes part in the case, and their name is filled in."),
        Side.PATIENT,
        "identity",
        _representative,
        applies=lambda facts: facts.minor,
    ),
    Rule(
        "customer",
        _("Who pays: name, address, registration"),
        _("Fill in the customer on this page."),
        Side.CLINIC,
        "customer",
        _customer,
        applies=lambda facts: facts.case.payer != Payer.PATIENT,
    ),
    Rule(
        "consent_processing",
        _("Consent to the processing of personal data"),
        _("The patient's side gives it on the page of consents."),
        Side.PATIENT,
        "consents",
        lambda facts: facts.consents_to(ConsentPurpose.PROCESSING),
    ),
    Rule(
        "consent_cross_border",
        _("Consent to the transfer of data abroad, to the partner"),
        _("The patient's side gives it, or withdraws the disclosure to the partner."),
        Side.PATIENT,
        "consents",
        _crosses,
        applies=_foreign_partner_reads,
    ),
    Rule(
        "notice_read",
        _("The notice before the contract was read"),
        _("The patient's side reads it and says so."),
        Side.PATIENT,
        "notice",
        lambda facts: facts.agreement.notice_read_at is not None,
        gate=Gate.SIGNATURE,
    ),
    Rule(
        "consent_treatment",
        _("Informed consent to treatment"),
        _("The patient's side gives it here, or signs it on paper and the clinic keeps the scan."),
        Side.PATIENT,
        "consents",
        lambda facts: facts.consents_to(ConsentPurpose.TREATMENT),
        gate=Gate.TREATMENT,
    ),
)


def items(facts: Facts) -> list[Item]:
    """Every item that applies to the agreement, in the order of the contract."""
    return [
        Item(rule.code, rule.words, rule.check(facts), rule.cure, rule.by, rule.place, rule.gate)
        for rule in RULES
        if rule.applies(facts)
    ]


def missing(facts: Facts, gate: Gate) -> list[Item]:
    """What stands in the way of the gate."""
    return [item for item in items(facts) if item.gate == gate and not item.ok]
