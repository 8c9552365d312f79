"""The desk's work on a request: take it, call back, complete it, forward it to clinics."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import selectors as people
from sanamost.foundation.access import services as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import DataClass, GrantPurpose, Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import MoveNotAllowed, locked, transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases import clocks
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import ClockKind, Fact
from sanamost.journey.requests import policies
from sanamost.journey.requests.answers import plain_text
from sanamost.journey.requests.events import ReferralSent, RequestCompleted, RequestVerified
from sanamost.journey.requests.models import MedicalNeed, Referral, Request
from sanamost.journey.requests.states import REQUEST_MOVES, RequestState
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.states import OrganisationKind
from sanamost.registry.patients import selectors as patients
from sanamost.registry.patients.states import ConsentPurpose

MOST_CLINICS = 10


class NoteMissing(Refusal):
    """A call without a note did not happen."""

    code = "note_missing"
    message = _("Write what you learned in the call.")
    field = "note"


class NotAColleague(Refusal):
    """Work is assigned to people of the desk."""

    code = "not_a_colleague"
    message = _("Choose a coordinator of your desk.")
    field = "user"


class NoClinic(Refusal):
    """Nobody was chosen, or too many, or one that cannot be."""

    code = "no_clinic"
    message = _("Choose from one to ten clinics.")
    field = "clinics"


class SentAlready(Refusal):
    """The clinic has this request."""

    code = "sent_already"
    message = _("This clinic has the request already.")
    field = "clinics"


class ConsentMissing(Refusal):
    """Nothing goes to a clinic before the patient's side agreed to the processing."""

    code = "consent_missing"
    message = _(
        "The patient has not yet agreed to the processing of their data. Ask them again by e-mail."
    )


def assign(*, actor: Actor, request: Request, user_id: int | None, now: dt.datetime) -> None:
    """Give the request to a coordinator of the desk (None: to nobody); that acknowledges it."""
    policies.may_work_on_request(actor, request)
    colleagues = {user.pk for user in people.people_of(actor, Role.COORDINATOR)}
    if user_id is not None and user_id not in colleagues:
        raise NotAColleague
    held = locked(request)
    if not REQUEST_MOVES.get(RequestState(held.state)):
        raise MoveNotAllowed
    request.assigned_to_id = user_id
    request.save(update_fields=["assigned_to"])
    audit.record(
        action="requests.request.assigned",
        case_id=request.case_id,
        subject=request.public_id,
        now=now,
    )
    if user_id is not None:
        _stop(request, ClockKind.ACKNOWLEDGE, now)


def verify(*, actor: Actor, request: Request, note: str, now: dt.datetime) -> None:
    """The patient was called and the request is real; completing it is due now."""
    policies.may_work_on_request(actor, request)
    words = plain_text(note, "note", most=5000)
    if len(words) < 3:
        raise NoteMissing
    transition(
        request,
        RequestState.VERIFIED,
        action="requests.request.verified",
        now=now,
        event=RequestVerified(case_id=request.case_id),
        call_note=words,
        verified_at=now,
    )
    _stop(request, ClockKind.ACKNOWLEDGE, now)
    _stop(request, ClockKind.CALL_BACK, now)
    due = clocks.due(ClockKind.COMPLETE, now, request.desk_id)
    cases.start_clock(case_id=request.case_id, kind=ClockKind.COMPLETE, now=now, due_at=due)


def mark_complete(*, actor: Actor, request: Request, now: dt.datetime) -> None:
    """Everything is there that a physician needs to begin."""
    policies.may_work_on_request(actor, request)
    transition(
        request,
        RequestState.COMPLETE,
        action="requests.request.completed",
        now=now,
        event=RequestCompleted(case_id=request.case_id),
    )
    _stop(request, ClockKind.COMPLETE, now)


def translate_need(
    *, actor: Actor, request: Request, words: str, language: str, now: dt.datetime
) -> None:
    """Put the patient's words into another language, beside them; the translator is named."""
    policies.may_work_on_request(actor, request)
    need = MedicalNeed.objects.visible_to(actor).get(request=request)
    need.translation = plain_text(words, "words", most=20_000)
    need.translation_language, need.translated_by = language, actor.name[:100]
    need.save(update_fields=["translation", "translation_language", "translated_by"])
    audit.record(
        action="requests.need.translated",
        case_id=request.case_id,
        subject=request.public_id,
        now=now,
    )


def forward(
    *, actor: Actor, request: Request, clinic_public_ids: Sequence[str], now: dt.datetime
) -> list[Referral]:
    """Send a complete request to clinics: each sees all classes of the case from now on.

    More clinics may follow later. A clinic's own desk sends to itself alone. Raises `NoClinic`,
    `SentAlready`, `ConsentMissing`, `MoveNotAllowed`, `NotYourTask`; nothing is sent then.
    """
    policies.may_work_on_request(actor, request)
    clinics = [
        organisations.clinic_taking(public_id) for public_id in dict.fromkeys(clinic_public_ids)
    ]
    desk = organisations.card(request.desk_id)
    foreign = desk.kind == OrganisationKind.CLINIC and any(c.pk != desk.pk for c in clinics)
    if not 1 <= len(clinics) <= MOST_CLINICS or foreign:
        raise NoClinic
    if not patients.has_consent(request.case_id, ConsentPurpose.PROCESSING):
        raise ConsentMissing
    _move_on(request, now)
    ids = [clinic.pk for clinic in clinics]
    if Referral.objects.filter(request=request, organisation_id__in=ids).exists():
        raise SentAlready
    with acting_as(system("request forwarded")):
        sent = [_refer(request, clinic.pk, now) for clinic in clinics]
        cases.establish(case_id=request.case_id, fact=Fact.FORWARDED, now=now)
    audit.record(
        action="requests.request.sent_to_clinics",
        case_id=request.case_id,
        subject=request.public_id,
        details={"clinics": [clinic.public_id for clinic in clinics]},
        now=now,
    )
    return sent


def _move_on(request: Request, now: dt.datetime) -> None:
    if locked(request).state != RequestState.FORWARDED:
        transition(request, RequestState.FORWARDED, action="requests.request.forwarded", now=now)


def _refer(request: Request, clinic_id: int, now: dt.datetime) -> Referral:
    referral = Referral.objects.create(
        case_id=request.case_id, request=request, organisation_id=clinic_id, sent_at=now
    )
    access.grant(
        case_id=request.case_id,
        organisation_id=clinic_id,
        classes=list(DataClass),
        purpose=GrantPurpose.TREATMENT,
        now=now,
    )
    cases.start_clock(
        case_id=request.case_id,
        kind=ClockKind.VERDICT,
        organisation_id=clinic_id,
        subject=referral.public_id,
        now=now,
    )
    publish(
        ReferralSent(
            case_id=request.case_id, organisation_id=clinic_id, referral=referral.public_id
        ),
        now=now,
    )
    return referral


def _stop(request: Request, kind: ClockKind, now: dt.datetime) -> None:
    cases.stop_clock(case_id=request.case_id, kind=kind, now=now)
