"""Reading patients and consents."""

from collections.abc import Iterable
from typing import NamedTuple

from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.patients.models import Consent, Patient
from sanamost.registry.patients.states import ConsentPurpose


def patient_of(actor: Actor, *, patient_id: int, case_id: int) -> Patient:
    """Who the patient is; raises `NotVisible` where the identity class is not the actor's."""
    patient = Patient.objects.visible_to(actor).filter(pk=patient_id).first()
    if patient is None:
        raise NotVisible
    note_seen(case_id, "identity")
    return patient


def patients_by_key(actor: Actor, patient_ids: set[int]) -> dict[int, Patient]:
    """Several patients by key, in one query; those that the actor may not see are missing."""
    rows = Patient.objects.visible_to(actor).filter(pk__in=patient_ids)
    return {row.pk: row for row in rows}


class Face(NamedTuple):
    """Who a patient is, as a list shows them."""

    name_latin: str
    name_original: str
    country: str
    """Where they live."""


def faces(patient_ids: Iterable[int]) -> dict[int, Face]:
    """Patients by key for a list of cases that the actor was found to see; one query.

    Whom the database's fence hides is missing. The caller notes the cases as seen.
    """
    rows = Patient.objects.filter(pk__in=list(patient_ids))
    values = rows.values_list("pk", "name_latin", "name_original", "residence_country")
    return {key: Face(*face) for key, *face in values}


def look_alikes(fingerprint: str) -> list[Patient]:
    """Patients with the same name and birth date: what the system notices as duplicates."""
    return list(Patient.objects.filter(fingerprint=fingerprint).order_by("created_at"))


def live_consents(case_id: int) -> list[Consent]:
    """The consents that hold now on a case, as far as the database shows them."""
    return list(
        Consent.objects.filter(case_id=case_id, withdrawn_at__isnull=True).order_by("given_at")
    )


def has_consent(case_id: int, purpose: ConsentPurpose, recipient_id: int | None = None) -> bool:
    """Whether a consent for the purpose (and recipient) holds now."""
    return Consent.objects.filter(
        case_id=case_id, purpose=purpose, recipient_id=recipient_id, withdrawn_at__isnull=True
    ).exists()


def consents_of(actor: Actor, case_id: int) -> list[Consent]:
    """Every consent of the case that the actor may see, withdrawn ones too, newest first."""
    rows = Consent.objects.visible_to(actor).filter(case_id=case_id)
    return list(rows.select_related("recipient", "paper").order_by("-given_at", "-pk"))


def access_consent(actor: Actor, public_id: str) -> Consent:
    """The consent of the public id; raises `NotVisible`."""
    return Consent.objects.select_related("recipient").access(actor, public_id)


def how_many_consents(case_id: int) -> int:
    """How many consents the case ever had: their papers are numbered."""
    return Consent.objects.filter(case_id=case_id).count()
