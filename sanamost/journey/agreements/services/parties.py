"""Who the contract names: the patient's identity, and who pays where it is not the patient."""

import datetime as dt
import re

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.agreements import policies
from sanamost.journey.agreements.events import IdentityGiven
from sanamost.journey.agreements.facts import day_of
from sanamost.journey.agreements.models import Agreement
from sanamost.journey.agreements.services.holding import deciding_side, held
from sanamost.journey.agreements.states import AgreementState
from sanamost.journey.cases import selectors as cases
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients
from sanamost.registry.patients import services as patient_services
from sanamost.registry.patients.states import StayDocument

PASSPORT = re.compile(r"[0-9A-Za-zА-Яа-я][0-9A-Za-zА-Яа-я /-]{3,38}")
PHONE = re.compile(r"\+?[0-9 ()-]{7,30}")


class AlreadyIssued(Refusal):
    """The contract is issued: what it names is fixed."""

    code = "already_issued"
    message = _("The contract has been issued; what it names can no longer be changed here.")


class BadIdentity(Refusal):
    """Something of the identity cannot be meant."""

    code = "bad_identity"
    message = _("Please check what you have typed.")


def set_identity(
    *,
    actor: Actor,
    agreement: Agreement | str,
    passport_number: str,
    passport_valid_until: dt.date,
    address: str,
    phone: str,
    now: dt.datetime,
    sex: str = "",
    stay_document: str = StayDocument.NONE,
    stay_from: dt.date | None = None,
    stay_until: dt.date | None = None,
    representative_name: str = "",
    representative_relation: str = "",
) -> None:
    """What the contract must name of the patient, given by the patient's side while it is a draft.

    Raises `AlreadyIssued`, `NoRightToSign`, `BadIdentity` with the field at fault.
    """
    row = held(actor, agreement)
    deciding_side(actor, row.case_id)
    _still_a_draft(row)
    facts = {
        "passport_number": " ".join(passport_number.split()).upper(),
        "passport_valid_until": passport_valid_until,
        "address": " ".join(address.split()),
        "phone": " ".join(phone.split()),
        "stay_document": stay_document,
        "stay_from": stay_from if stay_document != StayDocument.NONE else None,
        "stay_until": stay_until if stay_document != StayDocument.NONE else None,
    }
    if sex:
        facts["sex"] = sex
    if representative_name.strip():
        facts["representative_name"] = " ".join(representative_name.split())[:200]
        facts["representative_relation"] = " ".join(representative_relation.split())[:50]
    today = day_of(organisations.card(row.organisation_id), now)
    _plausible(facts, today)
    case = cases.case_of(row.case_id)
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    patient_services.set_identity(patient=patient, case_id=case.pk, now=now, facts=facts)
    publish(IdentityGiven(case_id=row.case_id, organisation_id=row.organisation_id), now=now)


def set_customer(
    *,
    actor: Actor,
    agreement: Agreement | str,
    name: str,
    address: str,
    registration: str,
    now: dt.datetime,
) -> Agreement:
    """Who pays in the patient's stead: name, address, number of registration; by the clinic.

    Raises `AlreadyIssued`, `NotForYou`, `BadIdentity`.
    """
    row = held(actor, agreement)
    policies.may_name_customer(actor, row)
    _still_a_draft(row)
    kept = {"name": name, "address": address, "registration": registration}
    kept = {field: " ".join(text.split())[:300] for field, text in kept.items()}
    for field, text in kept.items():
        if len(text) < 3:
            raise BadIdentity(_("Please fill this in."), field=field)
    row.customer = kept
    row.save(update_fields=["customer"])
    audit.record(
        action="agreements.customer.named", case_id=row.case_id, subject=row.public_id, now=now
    )
    return row


def _still_a_draft(row: Agreement) -> None:
    if row.state != AgreementState.DRAFT:
        raise AlreadyIssued


def _plausible(facts: dict[str, object], today: dt.date) -> None:
    checks = (
        ("passport_number", _matches(PASSPORT, facts["passport_number"]), _PASSPORT),
        ("passport_valid_until", _after(facts["passport_valid_until"], today), _EXPIRED),
        ("address", 8 <= len(str(facts["address"])) <= 300, _ADDRESS),
        ("phone", _matches(PHONE, facts["phone"]), _PHONE),
        ("stay_document", facts["stay_document"] in StayDocument.values, _CHOICE),
        ("stay_until", _in_order(facts["stay_from"], facts["stay_until"]), _ORDER),
    )
    for field, fits, words in checks:
        if not fits:
            raise BadIdentity(words, field=field)


_PASSPORT = _("A passport number has 4 to 39 letters and digits.")
_EXPIRED = _("The passport must be valid for longer than today.")
_ADDRESS = _("Give the full home address: country, town, street, house.")
_PHONE = _("Give a telephone number with its country code, such as +998 90 123 45 67.")
_CHOICE = _("Choose one of the kinds offered.")
_ORDER = _("The stay ends after it begins.")


def _matches(pattern: re.Pattern[str], text: object) -> bool:
    return pattern.fullmatch(str(text)) is not None


def _after(day: object, today: dt.date) -> bool:
    return isinstance(day, dt.date) and day > today


def _in_order(first: object, last: object) -> bool:
    both = isinstance(first, dt.date) and isinstance(last, dt.date)
    return not both or last >= first  # type: ignore[operator]  # both are dates here
