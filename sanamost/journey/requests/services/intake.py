"""A request comes in: from the patient, through a partner, or typed in by staff."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from sanamost.foundation.access import services as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import VISITOR, Actor, system
from sanamost.foundation.access.roles import DataClass, GrantPurpose, Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.files import services as files
from sanamost.journey.cases import clocks
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import CaseKind, ClockKind, Fact, Origin, PurposeOfArrival
from sanamost.journey.requests import policies
from sanamost.journey.requests.answers import Answers, check, read_phone
from sanamost.journey.requests.events import RequestSubmitted
from sanamost.journey.requests.models import Draft, MedicalNeed, Request
from sanamost.journey.requests.services import consents
from sanamost.journey.requests.states import Whom
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.states import OrganisationKind
from sanamost.registry.patients import selectors as known_patients
from sanamost.registry.patients import services as patients

PARTNER_CLASSES = (DataClass.IDENTITY, DataClass.MONEY, DataClass.TRAVEL)


@dataclass(frozen=True, slots=True)
class Opened:
    """The case that a request opened."""

    pk: int
    public_id: str
    number: str
    patient_id: int
    request_public_id: str


def intake_desk_id() -> int:
    """The key of the desk that takes in what is not sent to another."""
    return int(intake_desk().pk)


def intake_desk() -> Any:
    """The card of the desk that takes in what is not sent to another (settings.INTAKE_DESK)."""
    desk = organisations.card_by_code(settings.INTAKE_DESK)
    if desk is None:
        raise LookupError(f"no organisation has the code {settings.INTAKE_DESK!r}")
    return desk


def submit(
    *,
    answers: Answers,
    origin: Origin,
    now: dt.datetime,
    actor: Actor | None = None,
    consented: bool = False,
    draft: Draft | None = None,
    partner_id: int | None = None,
    desk_organisation_id: int | None = None,
) -> Opened:
    """Open a case for the answers: its request, need, grants, clocks, the patient's account.

    `consented`: the patient's side has read and given the consent to processing just now; it gets
    its own paper. Where they have not, they are asked by e-mail, and nothing goes to a clinic
    before. A draft, held by `draft_for(hold=True)` in this transaction, becomes the case; one that
    has become a case gives that case again. An error undoes the caller's transaction. Raises
    `AnswerRefused`, `NotVisible`.
    """
    actor = actor or VISITOR
    named = desk_organisation_id
    desk = intake_desk() if named is None else organisations.card(named)
    policies.may_submit(actor, origin=origin, partner_id=partner_id, desk_id=desk.pk)
    check(answers, today=now.date(), thorough=origin == Origin.DIRECT)
    with acting_as(system("intake"), savepoint=False):
        if draft is not None and draft.case_id is not None:
            return _opened(Request.objects.select_related("case").get(case_id=draft.case_id))
        user_id = _account(answers, actor, origin)
        request = _open(answers, user_id, origin, partner_id, desk, now)
        if draft is not None:
            _adopt(draft, request)
        if consented:
            consents.give_first(request=request, user_id=user_id, channel="web", now=now)
        else:
            consents.send_ask(request=request, recipient_id=partner_id, now=now)
        publish(RequestSubmitted(case_id=request.case_id, origin=origin), now=now)
    audit.record(
        action="requests.request.submitted",
        case_id=request.case_id,
        subject=request.public_id,
        details={"origin": str(origin)},
        now=now,
    )
    return _opened(request)


def _open(
    answers: Answers,
    user_id: int,
    origin: Origin,
    partner_id: int | None,
    desk: Any,
    now: dt.datetime,
) -> Request:
    patient = _patient(answers, user_id)
    remote = answers.purpose_of_arrival == PurposeOfArrival.REMOTE
    case = cases.open_case(
        kind=CaseKind.REMOTE if remote else CaseKind.INBOUND,
        patient_id=patient.pk,
        origin=origin,
        language=answers.language,
        area=answers.area,
        purpose_of_arrival=answers.purpose_of_arrival,
        payer=answers.payer,
        now=now,
        partner_id=partner_id,
        facts=[Fact.SUBMITTED],
    )
    cases.add_participant(
        case_id=case.pk,
        user_id=user_id,
        role=Role.PATIENT if answers.whom == Whom.SELF else Role.COMPANION,
        relation=answers.representative_relation,
        represents=answers.whom != Whom.SELF,
        now=now,
        first=True,
    )
    case.patient = patient
    request = _request(answers, case, desk, now)
    _grant(case.pk, desk, partner_id, now)
    # The desk's working time counts; the clocks are the case's, so that everybody sees them.
    dues = clocks.dues((ClockKind.ACKNOWLEDGE, ClockKind.CALL_BACK), now, card=desk)
    cases.start_clocks(case_id=case.pk, dues=dues, now=now)
    return request


def _account(answers: Answers, actor: Actor, origin: Origin) -> int:
    """Whoever is signed in for themselves asks as themselves; else the address's account."""
    own = origin == Origin.DIRECT and actor.organisation_id is None
    if own and actor.user_id is not None:
        return actor.user_id
    name = answers.name_latin if answers.whom == Whom.SELF else answers.representative_name
    return access.account_for(email=answers.email, name=name, language=answers.language).pk


def _patient(answers: Answers, user_id: int) -> Any:
    return patients.register_patient(
        name_latin=answers.name_latin,
        name_original=answers.name_original,
        birth_date=answers.birth_date,
        user_id=user_id if answers.whom == Whom.SELF else None,
        sex=answers.sex,
        citizenship=answers.citizenship,
        residence_country=answers.residence_country,
        residency_basis=answers.residency_basis,
        stay_document=answers.stay_document,
        stay_from=answers.stay_from,
        stay_until=answers.stay_until,
        passport_number=answers.passport_number.strip(),
        address=answers.address.strip(),
        email=answers.email.strip(),
        phone=read_phone(answers.phone) if answers.phone else "",
        languages=list(answers.languages),
        faith=answers.faith.strip(),
        diet=answers.diet.strip(),
        mobility=answers.mobility.strip(),
        representative_name=answers.representative_name.strip(),
        representative_relation=answers.representative_relation.strip(),
    )


def _request(answers: Answers, case: Any, desk: Any, now: dt.datetime) -> Request:
    request = Request.objects.create(
        case=case,
        desk=desk,
        area=answers.area,
        wished_from=answers.wished_from,
        wished_until=answers.wished_until,
        flexibility=answers.flexibility,
        budget_amount=answers.budget_amount,
        budget_currency=answers.budget_currency if answers.budget_amount is not None else "",
        languages=list(answers.languages),
        interpreter=answers.interpreter,
        companions=answers.companions,
        wished_clinic=answers.wished_clinic[:40],
        wished_service=answers.wished_service[:40],
        campaign=answers.campaign[:40],
        submitted_at=now,
        duplicate_of_id=_earlier_case(case.patient),
    )
    MedicalNeed.objects.create(
        case=case,
        request=request,
        words=answers.words.strip(),
        words_language=answers.words_language or answers.language,
        diagnosis_code=answers.diagnosis_code,
        faith=answers.faith.strip(),
        diet=answers.diet.strip(),
        mobility=answers.mobility.strip(),
    )
    return request


def _earlier_case(patient: Any) -> int | None:
    """The latest request of what looks like the same person; the desk decides what it means."""
    alike = [p.pk for p in known_patients.look_alikes(patient.fingerprint) if p.pk != patient.pk]
    rows = Request.objects.filter(case__patient_id__in=alike).order_by("-submitted_at")
    return rows.values_list("case_id", flat=True).first()


def _grant(case_id: int, desk: Any, partner_id: int | None, now: dt.datetime) -> None:
    clinic = desk.kind == OrganisationKind.CLINIC
    access.grant(
        case_id=case_id,
        organisation_id=desk.pk,
        classes=list(DataClass),
        purpose=GrantPurpose.TREATMENT if clinic else GrantPurpose.INTAKE,
        now=now,
    )
    if partner_id is not None:
        access.grant(
            case_id=case_id,
            organisation_id=partner_id,
            classes=PARTNER_CLASSES,
            purpose=GrantPurpose.REFERRAL,
            now=now,
        )


def _adopt(draft: Draft, request: Request) -> None:
    files.adopt_draft(
        draft=draft.public_id, case_id=request.case_id, case_public_id=request.case.public_id
    )
    draft.case_id, draft.answers = request.case_id, {}
    draft.save(update_fields=["case", "answers"])


def _opened(request: Request) -> Opened:
    case = request.case
    return Opened(case.pk, case.public_id, case.number, case.patient_id, request.public_id)
