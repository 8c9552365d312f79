"""What a case's pages and panels read of its request, once for each page shown."""

from dataclasses import dataclass
from typing import Any

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.cases import selectors as cases
from sanamost.journey.requests import selectors
from sanamost.registry.patients import selectors as patients
from sanamost.web.acting import Request


@dataclass(frozen=True)
class Reading:
    """The case with what the actor sees of its request."""

    case: Any
    patient: Any
    """None without sight of who the patient is."""
    request: Any
    """None where the actor sees none."""
    referrals: list[Any]
    own: Any
    """The referral to the actor's own clinic."""
    clocks: list[Any]
    at_desk: bool
    """The actor's organisation took the request in."""
    coordinates: bool
    """The actor is one of the desk's coordinators."""


def reading_of(request: Request, case: Any) -> Reading:
    """Read once a page: kept on the web request."""
    kept = getattr(request, "case_reading", None)
    if isinstance(kept, Reading) and kept.case.pk == case.pk:
        return kept
    made = _read(request.actor, case)
    request.case_reading = made  # type: ignore[attr-defined]  # a note on this one web request
    return made


def _read(actor: Actor, case: Any) -> Reading:
    asked = _request(actor, case)
    referrals = selectors.referrals_of(actor, case)
    own = [row for row in referrals if row.organisation_id == actor.organisation_id]
    at_desk = asked is not None and asked.desk_id == actor.organisation_id
    return Reading(
        case=case,
        patient=_patient(actor, case),
        request=asked,
        referrals=referrals,
        own=own[0] if own else None,
        clocks=cases.running_clocks(actor, [case.pk]),
        at_desk=at_desk,
        coordinates=at_desk and actor.has(Role.COORDINATOR),
    )


def _request(actor: Actor, case: Any) -> Any:
    try:
        return selectors.request_of(actor, case)
    except NotVisible:
        return None


def _patient(actor: Actor, case: Any) -> Any:
    try:
        return patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    except NotVisible:
        return None
