"""Who is told what when something happens to a proposal; and what the end of a case does."""

from django.utils import timezone

from sanamost.foundation.access.roles import Role
from sanamost.foundation.access.selectors import colleagues
from sanamost.foundation.messaging.services import NoticeKind, tell
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.events import CaseEnded
from sanamost.journey.proposals import notices, services
from sanamost.journey.proposals.events import (
    ProposalAccepted,
    ProposalDeclined,
    ProposalEvent,
    ProposalExpired,
    ProposalSent,
)


def tell_patient_of_proposal(event: ProposalSent) -> None:
    """There is something to read and to decide."""
    _tell_patient(event, notices.SENT)


def tell_of_acceptance(event: ProposalAccepted) -> None:
    """The clinic's people prepare the agreement."""
    _tell_clinic(event, notices.ACCEPTED)


def tell_of_decline(event: ProposalDeclined) -> None:
    """The clinic need not wait any more; of the case it keeps its own proposal alone."""
    kind = notices.DECLINED_REMOTE if _is_remote(event) else notices.DECLINED
    _tell_clinic(event, kind, f"/desk/proposals/{event.proposal}/")


def tell_of_expiry(event: ProposalExpired) -> None:
    """Both sides learn that nobody answered in time."""
    kind = notices.EXPIRED_CLINIC_REMOTE if _is_remote(event) else notices.EXPIRED_CLINIC
    _tell_clinic(event, kind, f"/desk/proposals/{event.proposal}/")
    _tell_patient(event, notices.EXPIRED)


def close_with_case(event: CaseEnded) -> None:
    """Nothing of a case that is over can be accepted."""
    assert event.case_id is not None  # noqa: S101 the event is of a case
    services.close_all(case_id=event.case_id, now=timezone.now())


def _is_remote(event: ProposalEvent) -> bool:
    """Whether no place was kept for the proposal, because nobody travels."""
    assert event.case_id is not None  # noqa: S101 the event is of a case
    return cases.case_of(event.case_id).is_remote


def _tell_patient(event: ProposalEvent, kind: NoticeKind) -> None:
    assert event.case_id is not None  # noqa: S101 the event is of a case
    case = cases.case_of(event.case_id)
    tell(
        user_ids=[one.user_id for one in cases.participants_of(case.pk)],
        kind=kind,
        now=timezone.now(),
        case_id=case.pk,
        link=f"/my/cases/{case.public_id}/proposals/",
        parameters={"number": case.number},
    )


def _tell_clinic(event: ProposalEvent, kind: NoticeKind, link: str = "") -> None:
    assert event.case_id is not None and event.organisation_id is not None  # noqa: PT018, S101 see above
    case = cases.case_of(event.case_id)
    people = colleagues(event.organisation_id, Role.COORDINATOR)
    tell(
        user_ids=[person.pk for person in people],
        kind=kind,
        now=timezone.now(),
        case_id=case.pk,
        organisation_id=event.organisation_id,
        link=link or f"/desk/cases/{case.public_id}/",
        parameters={"number": case.number},
    )
