"""The consents that the intake asks for, as papers: what they say, to whom they name.

Each consent is a paper of its own with one purpose (152-FZ art. 9 as amended by 156-FZ from
2025-09-01); a written consent names the identity document and the address (art. 9 part 4).
"""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings

from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.states import OrganisationKind
from sanamost.registry.patients.states import ConsentPurpose

TEXTS = Path(__file__).parent / "consent_texts.toml"
KIND_OF = {
    ConsentPurpose.PROCESSING: "consent_processing",
    ConsentPurpose.DISCLOSURE: "consent_disclosure",
    ConsentPurpose.CROSS_BORDER: "consent_crossborder",
}


class Subject(Protocol):
    """Whose consent it is: a patient, or the answers that will make one."""

    @property
    def name_latin(self) -> str: ...

    @property
    def name_original(self) -> str: ...

    @property
    def birth_date(self) -> dt.date: ...

    @property
    def sex(self) -> str: ...

    @property
    def citizenship(self) -> str: ...

    @property
    def passport_number(self) -> str: ...

    @property
    def address(self) -> str: ...

    @property
    def representative_name(self) -> str: ...

    @property
    def representative_relation(self) -> str: ...


@cache
def texts() -> dict[str, Any]:
    """The wording with its version."""
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


def payload(
    purpose: ConsentPurpose,
    *,
    subject: Subject,
    desk: Any,
    number: str,
    day: dt.date,
    recipient_id: int | None = None,
) -> dict[str, Any]:
    """What the consent's paper says; `desk` is the operator's card, `recipient_id` who learns."""
    said = texts()
    to_insurer = _is_insurer(recipient_id)
    section = f"{purpose.value}_insurer" if to_insurer else purpose.value
    body: dict[str, Any] = {
        "number": number,
        "issued_on": day,
        "issuer": _issuer(desk),
        "patient": _person(subject),
        "until": said["until"],
        "withdrawal": said["withdrawal"],
        **said[section],
    }
    if subject.representative_name:
        relation = subject.representative_relation or "—"
        body["representative"] = {"name": subject.representative_name, "relation": relation}
    if recipient_id is not None:
        role = said["role_insurer"] if to_insurer else said["role"]
        body["recipient"] = _recipient(recipient_id, role)
    return body


def _is_insurer(recipient_id: int | None) -> bool:
    if recipient_id is None:
        return False
    return organisations.card(recipient_id).kind == OrganisationKind.INSURER


def _issuer(card: Any) -> dict[str, Any]:
    facts = {"inn": card.inn, "ogrn": card.ogrn, "phone": card.phone, "email": card.email}
    return {
        "name": _short(card.names),
        "legal_name": _short(card.legal_names or card.names),
        "address": _short(card.addresses),
        **{name: value for name, value in facts.items() if value},
    }


def _recipient(recipient_id: int, role: dict[str, str]) -> dict[str, Any]:
    card = organisations.card(recipient_id)
    return {
        "name": _short(card.legal_names or card.names),
        "role": role,
        "address": _short(card.addresses) or country(card.country),
        "country": country(card.country),
    }


def _person(subject: Subject) -> dict[str, Any]:
    person: dict[str, Any] = {
        "name": subject.name_latin,
        "name_native": subject.name_original,
        "born_on": subject.birth_date,
        "citizenship": country(subject.citizenship),
        "document": {"kind": texts()["passport"], "number": subject.passport_number},
        "address": subject.address,
    }
    return person | ({"sex": subject.sex} if subject.sex else {})


def country(code: str) -> dict[str, str]:
    """The country's name in the languages of papers; its code where it has none."""
    names = {}
    for language, _name in settings.LANGUAGES:
        found = next((c.name for c in catalogue.countries(language) if c.code == code), code)
        names[language.partition("-")[0]] = found
    return names


def _short(by_language: dict[str, str]) -> dict[str, str]:
    """Papers call Chinese `zh` whatever its script."""
    return {language.partition("-")[0]: text for language, text in by_language.items() if text}
