"""Who the patient is: kept once, noticed when typed twice."""

import datetime as dt
import hashlib
import hmac
import unicodedata
from typing import Any

from django.conf import settings

from sanamost.foundation.audit import services as audit
from sanamost.registry.patients.models import Consent, Patient
from sanamost.registry.patients.states import ConsentPurpose


def fingerprint(*, name_latin: str, birth_date: dt.date) -> str:
    """A keyed hash equal for the same person typed in another order, case or with accents.

    It tells that two cases look like one person's without showing the name to anybody.
    """
    plain = unicodedata.normalize("NFKD", name_latin.casefold())
    words = sorted("".join(c if c.isalpha() else " " for c in plain if ord(c) < 0x300).split())
    told = f"{' '.join(words)}|{birth_date.isoformat()}".encode()
    return hmac.new(str(settings.SECRET_KEY).encode(), told, hashlib.sha256).hexdigest()


def register_patient(
    *, name_latin: str, name_original: str, birth_date: dt.date, user_id: int | None, **facts: Any
) -> Patient:
    """A new patient's identity; only the intake can make one."""
    return Patient.objects.create(
        name_latin=name_latin.strip(),
        name_original=(name_original or name_latin).strip(),
        birth_date=birth_date,
        user_id=user_id,
        fingerprint=fingerprint(name_latin=name_latin, birth_date=birth_date),
        **facts,
    )


def record_consent(
    *,
    case_id: int,
    patient_id: int,
    purpose: ConsentPurpose,
    paper_id: int,
    text_sha256: str,
    text_version: str,
    language: str,
    given_by_id: int,
    capacity: str,
    channel: str,
    now: dt.datetime,
    recipient_id: int | None = None,
    first: bool = False,
) -> Consent:
    """A consent by the patient's own act, on its own paper; a live one of the purpose stays.

    `first`: the case was opened in this transaction, there can be none yet.
    """
    live = (
        None
        if first
        else Consent.objects.filter(
            case_id=case_id, purpose=purpose, recipient_id=recipient_id, withdrawn_at__isnull=True
        ).first()
    )
    if live:
        return live
    consent = Consent.objects.create(
        case_id=case_id,
        patient_id=patient_id,
        purpose=purpose,
        recipient_id=recipient_id,
        paper_id=paper_id,
        text_sha256=text_sha256,
        text_version=text_version,
        language=language,
        given_by_id=given_by_id,
        capacity=capacity,
        channel=channel,
        given_at=now,
    )
    audit.record(
        action="patients.consent.given",
        case_id=case_id,
        subject=consent.public_id,
        details={"purpose": str(purpose)},
        now=now,
    )
    return consent


def withdraw_consent(*, consent: Consent, now: dt.datetime) -> None:
    """End a consent; what it opened is closed by whoever calls this, in the same transaction."""
    if consent.withdrawn_at is None:
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
        audit.record(
            action="patients.consent.withdrawn",
            case_id=consent.case_id,
            subject=consent.public_id,
            details={"purpose": consent.purpose},
            now=now,
        )


def set_identity(
    *, patient: Patient, case_id: int, facts: dict[str, Any], now: dt.datetime
) -> Patient:
    """What the identity document says, as the patient's side gave it; the trail names the fields.

    The caller has checked who may and what is plausible.
    """
    changed = sorted(name for name, value in facts.items() if getattr(patient, name) != value)
    for name in changed:
        setattr(patient, name, facts[name])
    if changed:
        patient.save(update_fields=changed)
        audit.record(
            action="patients.identity.given",
            case_id=case_id,
            subject=patient.public_id,
            details={"fields": changed},
            now=now,
        )
    return patient


def complete_identity(*, patient: Patient, passport_number: str, address: str) -> None:
    """Fill in what a written consent has to name, where it was not known; known facts stay."""
    changed = []
    for field, value in (("passport_number", passport_number), ("address", address)):
        if value.strip() and not getattr(patient, field):
            setattr(patient, field, value.strip())
            changed.append(field)
    if changed:
        patient.save(update_fields=changed)
