"""Who is told what when something happens to a request; and what its end does."""

from collections.abc import Iterable

from django.utils import timezone

from sanamost.foundation.access.roles import Role
from sanamost.foundation.access.selectors import colleagues, grants_on
from sanamost.foundation.messaging.services import NoticeKind, tell
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.events import CaseEnded, ClockOverdue
from sanamost.journey.requests import events, notices, services
from sanamost.journey.requests.models import Request
from sanamost.journey.requests.services import ending
from sanamost.journey.requests.states import ReferralState


def tell_of_submission(event: events.RequestSubmitted) -> None:
    """The patient's side gets its number (a partner's patient is asked for consent instead)."""
    request = _request(event.case_id)
    if event.origin == "direct":
        _tell_patient(request, notices.SUBMITTED)
    _tell_staff(request, request.desk_id, notices.NEW_AT_DESK, Role.COORDINATOR)


def tell_of_referral(event: events.ReferralSent) -> None:
    """The clinic's coordinators and physicians."""
    request = _request(event.case_id)
    _tell_staff(
        request, event.organisation_id, notices.SENT_TO_CLINIC, Role.COORDINATOR, Role.PHYSICIAN
    )


def tell_of_verdict(event: events.VerdictGiven) -> None:
    """The clinic's coordinators: a proposal is due."""
    request = _request(event.case_id)
    _tell_staff(request, event.organisation_id, notices.VERDICT, Role.COORDINATOR)


def tell_of_question(event: events.DataAsked) -> None:
    """The patient's side."""
    _tell_patient(_request(event.case_id), notices.DATA_ASKED)


def tell_of_answer(event: events.DataAnswered) -> None:
    """The clinic's coordinators and physicians."""
    request = _request(event.case_id)
    _tell_staff(
        request, event.organisation_id, notices.DATA_ANSWERED, Role.COORDINATOR, Role.PHYSICIAN
    )


def tell_of_decline(event: events.ReferralDeclined) -> None:
    """The patient's side and the desk."""
    request = _request(event.case_id)
    _tell_patient(request, notices.DECLINED)
    _tell_staff(request, request.desk_id, notices.DECLINED, Role.COORDINATOR)


def tell_of_consents(event: events.ConsentAnswered) -> None:
    """The desk, and the partner who sent the patient."""
    request = _request(event.case_id)
    _tell_staff(request, request.desk_id, notices.CONSENT_ANSWERED, Role.COORDINATOR)
    _tell_staff(request, request.case.partner_id, notices.CONSENT_ANSWERED, Role.PARTNER_AGENT)


def tell_of_overdue(event: ClockOverdue) -> None:
    """The coordinators of whose clock it is: the organisation's, else the desk's."""
    request = Request.objects.select_related("case").filter(case_id=event.case_id or 0).first()
    if request is not None:
        organisation_id = event.organisation_id or request.desk_id
        _tell_staff(request, organisation_id, notices.OVERDUE, Role.COORDINATOR)


def end_request(event: CaseEnded) -> None:
    """Whatever ended the case ends what is still open of its request; everybody in it is told."""
    request = Request.objects.select_related("case").filter(case_id=event.case_id or 0).first()
    if request is None:
        return
    now = timezone.now()
    told = {grant.organisation_id for grant in grants_on(request.case_id)}
    ending.let_all_go(request_id=request.pk, to=ReferralState.LOST, now=now)
    services.close(case_id=request.case_id, now=now)
    _tell_patient(request, notices.ENDED)
    for organisation_id in sorted(told):
        _tell_staff(request, organisation_id, notices.ENDED, Role.COORDINATOR, Role.PARTNER_AGENT)


def _request(case_id: int | None) -> Request:
    return Request.objects.select_related("case").get(case_id=case_id or 0)


def _tell_patient(request: Request, kind: NoticeKind) -> None:
    side = [p.user_id for p in cases.participants_of(request.case_id)]
    _tell(request, side, kind, None, f"/my/cases/{request.case.public_id}/")


def _tell_staff(
    request: Request, organisation_id: int | None, kind: NoticeKind, *roles: Role
) -> None:
    if organisation_id is None:
        return
    staff = colleagues(organisation_id, *roles)
    partner = organisation_id == request.case.partner_id
    place = "partner" if partner else "desk"
    link = f"/{place}/cases/{request.case.public_id}/"
    _tell(request, [user.pk for user in staff], kind, organisation_id, link)


def _tell(
    request: Request,
    user_ids: Iterable[int],
    kind: NoticeKind,
    organisation_id: int | None,
    link: str,
) -> None:
    tell(
        user_ids=user_ids,
        kind=kind,
        now=timezone.now(),
        case_id=request.case_id,
        organisation_id=organisation_id,
        link=link,
        parameters={"number": request.case.number},
    )
