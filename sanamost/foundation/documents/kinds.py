"""The kinds of papers: what each is called, who draws it, what it cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.languages.errors import Refusal


class IncompletePaper(Refusal):
    """Fields that the paper cannot do without are missing, or fields it does not know are there."""

    code = "incomplete_paper"
    message = _("The paper cannot be issued yet. Missing: %(missing)s")

    def __init__(self, missing: tuple[str, ...], unknown: tuple[str, ...] = ()) -> None:
        named = ", ".join(missing + tuple(f"?{name}" for name in unknown))
        super().__init__(missing=named)
        self.missing = missing
        self.unknown = unknown


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper. Paths in `required` may go through lists: `lines[].name`.

    `data_class` says who may see it. A proposal is clinical, as it holds the doctors' conclusion;
    contracts, addenda and invoices are money, so their texts must do without medical detail.
    Where the priced lines name treatments, who sent the patient needs `sender_class`.
    """

    code: str
    name: str | Promise
    template: str
    data_class: DataClass
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    version: str = "v1"
    bilingual: bool = False
    sender_class: DataClass | None = None

    def check(self, payload: Mapping[str, object]) -> None:
        """Raise `IncompletePaper` unless all required fields are filled and all fields known."""
        missing = tuple(path for path in self.required if not _filled(payload, path))
        known = {re.split(r"[.\[]", path)[0] for path in self.required + self.optional}
        unknown = tuple(sorted(set(payload) - known - {"verification"}))
        if missing or unknown:
            raise IncompletePaper(missing, unknown)


def _filled(payload: object, path: str) -> bool:
    found = list(_values(payload, path.replace("[]", ".[]").split(".")))
    return bool(found) and all(_said(value) for value in found)


def _said(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return value not in (None, [], {})


def _values(value: object, path: list[str]) -> Iterator[object]:
    if not path:
        yield value
    elif path[0] == "[]":
        items = value if isinstance(value, list) else [None]
        for item in items:
            yield from _values(item, path[1:])
    else:
        inner = value.get(path[0]) if isinstance(value, Mapping) else None
        yield from _values(inner, path[1:])


_HEAD = ("number", "issued_on", "issuer.name", "issuer.legal_name", "issuer.address")
_PATIENT = ("patient.name", "patient.born_on")
_IDENTITY = ("patient.name", "patient.born_on", "patient.address", "patient.document.number")
_LINES = ("lines[].name", "lines[].quantity", "lines[].price", "lines[].sum")
_TOTAL = ("total.amount", "total.currency")
_MAY = ("place", "case_number", "valid_until", "rule_set", "patient")
_SUMS = ("subtotal", "discount", "vat_total", "total", "total_converted", "rate")
_STANDS_IN = ("representative", "interpreter")
_REQUISITES = ("issuer.inn", "issuer.ogrn")
_LICENCE = (
    "issuer.licence.number",
    "issuer.licence.issued_on",
    "issuer.licence.issuer",
    "issuer.licence.works",
)
_SIGNATORY = ("issuer.signatory.name", "issuer.signatory.post", "issuer.signatory.basis")
_INVOICE = (*_HEAD, *_REQUISITES, "patient.name", *_LINES, *_TOTAL, "issuer.bank.account")
_INVOICE_MAY = (*_MAY, *_SUMS, "payer", "contract", "due_on", "paid_before", "to_pay", "to_return")

_ALL = (
    PaperKind(
        code="proposal",
        name=_("Treatment proposal"),
        template="proposal",
        data_class=DataClass.CLINICAL,
        required=(*_HEAD, "patient.name", *_LINES, *_TOTAL, "valid_until"),
        optional=(
            *_MAY,
            *_SUMS,
            *("starts_on", "ends_on", "held_until", "doctor", "coordinator", "reviewed"),
            *("conclusion", "plan", "included", "excluded", "may_change"),
            *("payment_terms", "refund_terms", "commission", "approvals", "remote", "ready"),
            "price_from",
        ),
        version="v2",
        bilingual=True,
    ),
    PaperKind(
        code="contract",
        name=_("Contract for paid medical services"),
        template="contract",
        data_class=DataClass.MONEY,
        sender_class=DataClass.CLINICAL,
        required=(
            *(*_HEAD, *_REQUISITES, *_LICENCE, *_SIGNATORY, *_IDENTITY, *_LINES, *_TOTAL),
            *("rule_set", "where", "conditions"),
            *("terms.documents_days", "terms.refund_days"),
            *("complaints.address", "complaints.email"),
        ),
        optional=(
            *(*_MAY, *_SUMS, *_STANDS_IN, "customer", "insured", "notice_number", "payments"),
            *("payment_agent", "concluded", "annexes", "starts_on", "ends_on", "remote", "term"),
        ),
        version="v2",
        bilingual=True,
    ),
    PaperKind(
        code="addendum",
        name=_("Addendum to the contract"),
        template="addendum",
        data_class=DataClass.MONEY,
        sender_class=DataClass.CLINICAL,
        required=(
            *(*_HEAD, *_SIGNATORY, *_PATIENT, *_LINES, *_TOTAL),
            *("contract.number", "contract.issued_on", "rule_set"),
        ),
        optional=(*_MAY, *_SUMS, *_STANDS_IN, "customer", "reason", "new_total", "ends_on"),
        bilingual=True,
    ),
    PaperKind(
        code="precontract_notice",
        name=_("Notice before the contract"),
        template="precontract_notice",
        data_class=DataClass.MONEY,
        sender_class=DataClass.CLINICAL,
        required=(
            *_HEAD,
            *_LICENCE,
            *_PATIENT,
            "rule_set",
            "complaints.address",
            "complaints.email",
        ),
        optional=(*_MAY, *_STANDS_IN, "insured", "services", "waiting", "customer"),
        bilingual=True,
    ),
    PaperKind(
        code="consent_processing",
        name=_("Consent to the processing of personal data"),
        template="consent_data",
        data_class=DataClass.IDENTITY,
        required=(*_HEAD, *_IDENTITY, "purposes", "categories", "actions", "until", "withdrawal"),
        optional=(*_MAY, *_STANDS_IN, "processors"),
        bilingual=True,
    ),
    PaperKind(
        code="consent_disclosure",
        name=_("Consent to the disclosure of medical information to a named recipient"),
        template="consent_data",
        data_class=DataClass.IDENTITY,
        required=(
            *(*_HEAD, *_IDENTITY, "recipient.name", "recipient.address", "categories"),
            *("purposes", "until", "withdrawal"),
        ),
        optional=(*_MAY, *_STANDS_IN),
        bilingual=True,
    ),
    PaperKind(
        code="consent_crossborder",
        name=_("Consent to the transfer of personal data abroad"),
        template="consent_data",
        data_class=DataClass.IDENTITY,
        required=(
            *(*_HEAD, *_IDENTITY, "recipient.name", "recipient.address", "recipient.country"),
            *("categories", "purposes", "until", "withdrawal"),
        ),
        optional=(*_MAY, *_STANDS_IN, "protection"),
        bilingual=True,
    ),
    PaperKind(
        code="consent_treatment",
        name=_("Informed voluntary consent to a medical intervention"),
        template="consent_treatment",
        data_class=DataClass.CLINICAL,
        required=(
            *(*_HEAD, *_PATIENT, "intervention", "doctor.name", "doctor.post"),
            *("aims", "methods", "risks", "alternatives", "consequences", "expected"),
        ),
        optional=(*_MAY, *_STANDS_IN, "told", "diagnosis"),
        bilingual=True,
    ),
    PaperKind(
        code="invoice_deposit",
        name=_("Invoice for a deposit"),
        template="invoice",
        data_class=DataClass.MONEY,
        sender_class=DataClass.CLINICAL,
        required=(*_INVOICE, "to_pay.amount"),
        optional=_INVOICE_MAY,
        bilingual=True,
    ),
    PaperKind(
        code="invoice_final",
        name=_("Final invoice"),
        template="invoice",
        data_class=DataClass.MONEY,
        sender_class=DataClass.CLINICAL,
        required=_INVOICE,
        optional=_INVOICE_MAY,
        bilingual=True,
    ),
    PaperKind(
        code="act_of_services",
        name=_("Act of services rendered"),
        template="act_of_services",
        data_class=DataClass.MONEY,
        sender_class=DataClass.CLINICAL,
        required=(
            *(*_HEAD, *_SIGNATORY, "patient.name", *_LINES, *_TOTAL),
            *("contract.number", "contract.issued_on", "starts_on", "ends_on"),
        ),
        optional=(*_MAY, *_SUMS, *_STANDS_IN, "customer", "remarks"),
        bilingual=True,
    ),
    PaperKind(
        code="receipt_of_payment",
        name=_("Confirmation of payment"),
        template="receipt_of_payment",
        data_class=DataClass.MONEY,
        required=(
            *(*_HEAD, *_REQUISITES, "paid.amount", "paid.currency", "paid_at", "method"),
            "payer.name",
        ),
        optional=(*_MAY, "rate", "credited", "invoice_number", "contract", "remaining", "fiscal"),
        bilingual=True,
    ),
    PaperKind(
        code="invitation_sheet",
        name=_("Data for a visa invitation"),
        template="invitation_sheet",
        data_class=DataClass.TRAVEL,
        required=(
            *(*_HEAD, *_IDENTITY, "patient.citizenship", "trip.purpose", "trip.entries"),
            *("trip.starts_on", "trip.ends_on", "trip.consulate"),
        ),
        optional=(*_MAY, "companions", "attachments", "basis", "stay_address", "contact"),
        bilingual=True,
    ),
    PaperKind(
        code="welcome_pack",
        name=_("Welcome pack"),
        template="welcome_pack",
        data_class=DataClass.TRAVEL,
        required=(*_HEAD, "patient.name", "coordinator.name", "coordinator.phone", "bring", "days"),
        optional=(
            *(*_MAY, "greeting", "meeting", "route", "border", "stay", "good_to_know", "numbers"),
            *("companion", "starts_on", "ends_on"),
        ),
    ),
    PaperKind(
        code="arrival_notice",
        name=_("Data for the arrival notice"),
        template="arrival_notice",
        data_class=DataClass.TRAVEL,
        required=(
            *(*_HEAD, "person.surname", "person.given_names", "person.citizenship"),
            *("person.born_on", "person.sex", "person.document.number", "purpose"),
            *("arrived_on", "stay_until", "stay_address", "host.name", "host.inn"),
        ),
        optional=(
            *("place", "case_number", "entry_right", "profession", "migration_card"),
            *("representatives", "admitted_at", "file_by"),
        ),
        bilingual=True,
    ),
    PaperKind(
        code="departure_notice",
        name=_("Data for the departure notice"),
        template="departure_notice",
        data_class=DataClass.TRAVEL,
        required=(
            *(*_HEAD, "person.surname", "person.given_names", "person.citizenship"),
            *("person.born_on", "person.sex", "person.document.number", "left_on"),
            *("stay_address", "host.name", "host.inn"),
        ),
        optional=(
            *("place", "case_number", "entry_right", "migration_card", "representatives"),
            *("arrived_on", "file_by", "registered_as"),
        ),
        bilingual=True,
    ),
    PaperKind(
        code="discharge_extract",
        name=_("Extract from the medical record"),
        template="discharge_extract",
        data_class=DataClass.CLINICAL,
        required=(
            *(*_HEAD, *_PATIENT, "admitted_on", "discharged_on", "diagnosis.main"),
            *("treatment", "state", "recommendations", "doctor.name", "doctor.post"),
        ),
        optional=(
            *(*_MAY, "record_number", "department", "complaints", "history", "examinations"),
            *("operations", "medicines", "follow_up", "warning_signs", "head", "translation"),
        ),
        bilingual=True,
    ),
    PaperKind(
        code="remote_opinion",
        name=_("Doctor's opinion given remotely"),
        template="remote_opinion",
        data_class=DataClass.CLINICAL,
        required=(
            *(*_HEAD, *_PATIENT, "diagnosis.main", "reviewed", "opinion", "recommendations"),
            *("doctor.name", "doctor.post"),
        ),
        optional=(*_MAY, "translation"),
        version="v2",
        bilingual=True,
    ),
    PaperKind(
        code="commission_statement",
        name=_("Commission statement"),
        template="commission_statement",
        data_class=DataClass.MONEY,
        required=(
            *(*_HEAD, "partner.legal_name", "agreement.number", "agreement.issued_on"),
            *("starts_on", "ends_before", "cases[].number", "cases[].base", "cases[].rate"),
            *("cases[].commission", "total.amount", "total.currency"),
        ),
        optional=(
            *("place", "rate", "total_converted", "vat_total", "subtotal", "adjustments"),
            *("terms", "pay_by"),
        ),
        bilingual=True,
    ),
)
KINDS = {kind.code: kind for kind in _ALL}
