"""What happens to places when proposals, money and cases move."""

import datetime as dt

from django.utils import timezone

from sanamost.commerce.billing.events import InvoicePaid
from sanamost.commerce.billing.states import InvoiceKind
from sanamost.engines.periods import start_of_day
from sanamost.foundation.access import selectors as people
from sanamost.foundation.access.roles import Role
from sanamost.foundation.messaging.services import NoticeKind, tell
from sanamost.journey.agreements import selectors as agreements
from sanamost.journey.agreements.services.holding import tell_clinic, tell_patient_side
from sanamost.journey.bookings import notices, services
from sanamost.journey.bookings.events import (
    BookingEvent,
    HoldPlaced,
    PlaceMissed,
    StartUnsafe,
    WaitingOffered,
    WaitingOver,
)
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.events import CaseEnded
from sanamost.journey.proposals import selectors as proposals
from sanamost.journey.proposals.events import ProposalAccepted, ProposalEvent
from sanamost.journey.proposals.states import ProposalState
from sanamost.journey.requests import selectors as requests
from sanamost.registry.resources import services as places


def give_place_back(event: ProposalEvent) -> None:
    """The proposal is declined, expired or replaced: its place is free, its wait over."""
    row = proposals.by_public_id(event.proposal)
    services.release_for(proposal_id=row.pk, now=timezone.now())
    services.end_waiting(proposal_id=row.pk, now=timezone.now())


def keep_place_longer(event: ProposalAccepted) -> None:
    """After the patient's yes the place waits for signatures and the deposit."""
    row = proposals.by_public_id(event.proposal)
    until = timezone.now() + services.AFTER_ACCEPTANCE
    if row.arrives_on is not None:
        until = min(until, start_of_day(row.arrives_on, dt.UTC))
    services.extend(proposal_id=row.pk, until=until)


def book_on_deposit(event: InvoicePaid) -> None:
    """The deposit has come: the place is booked, or missed.

    Final invoices book nothing, and a remote case needs no place.
    """
    if event.kind == InvoiceKind.DEPOSIT and not _remote(event.case_id):
        services.confirm_or_wait(agreement_id=event.agreement_id, now=timezone.now())


def _remote(case_id: int | None) -> bool:
    return case_id is not None and cases.case_of(case_id).is_remote


def tell_of_missed_place(event: PlaceMissed) -> None:
    """Both sides learn at once that the money is there and the place is not."""
    row = agreements.by_public_id(event.agreement)
    tell_clinic(row, notices.MISSED, timezone.now(), Role.COORDINATOR)
    tell_patient_side(row, notices.MISSED_PATIENT, timezone.now())


def tell_of_unsafe_start(event: StartUnsafe) -> None:
    """The clinic's coordinators agree another day; the desk that took the patient in sees to it."""
    assert event.case_id is not None  # noqa: S101 the event is of a case
    row, now = agreements.by_public_id(event.agreement), timezone.now()
    tell_clinic(row, notices.UNSAFE, now, Role.COORDINATOR)
    case = cases.case_of(event.case_id)
    desk = requests.desk_of(case.pk)
    if desk is not None and desk != event.organisation_id:
        tell(
            user_ids=[user.pk for user in people.colleagues(desk, Role.COORDINATOR)],
            kind=notices.UNSAFE_DESK,
            now=now,
            case_id=case.pk,
            organisation_id=desk,
            link=f"/desk/cases/{case.public_id}/",
            parameters={"number": case.number},
        )


def wait_no_longer(event: HoldPlaced) -> None:
    """A place is kept for the proposal: it waits no more."""
    row = proposals.by_public_id(event.proposal)
    services.end_waiting(proposal_id=row.pk, now=timezone.now())


def tell_of_found_place(event: WaitingOffered) -> None:
    """The clinic's coordinators learn of it; the patient's side, if they have the proposal."""
    row = proposals.by_public_id(event.proposal)
    _tell_coordinators(event, row.public_id, notices.WAITED)
    if row.state != ProposalState.SENT:
        return
    case = cases.case_of(row.case_id)
    tell(
        user_ids=[side.user_id for side in cases.participants_of(row.case_id)],
        kind=notices.WAITED_PATIENT,
        now=timezone.now(),
        case_id=row.case_id,
        link=f"/my/cases/{case.public_id}/",
        parameters={"number": case.number},
    )


def tell_of_waiting_in_vain(event: WaitingOver) -> None:
    """The days went by: the clinic agrees others with the patient."""
    _tell_coordinators(event, event.proposal, notices.WAITED_IN_VAIN)


def _tell_coordinators(event: BookingEvent, proposal: str, kind: NoticeKind) -> None:
    assert event.organisation_id is not None  # noqa: S101 the event is of a clinic
    assert event.case_id is not None  # noqa: S101 the event is of a case
    tell(
        user_ids=[user.pk for user in people.colleagues(event.organisation_id, Role.COORDINATOR)],
        kind=kind,
        now=timezone.now(),
        case_id=event.case_id,
        organisation_id=event.organisation_id,
        link=f"/desk/proposals/{proposal}/",
        parameters={"number": cases.case_of(event.case_id).number},
    )


def count_openings(event: BookingEvent) -> None:
    """Places were taken or given back: the clinic's nearest free days may be others."""
    assert event.organisation_id is not None  # noqa: S101 the event is of a clinic
    places.count_openings(organisation_id=event.organisation_id, now=timezone.now())


def give_everything_back(event: CaseEnded) -> None:
    """The case is over: kept and booked places are free again, from today on used ones too."""
    assert event.case_id is not None  # noqa: S101 the event is of a case
    now = timezone.now()
    for row in proposals.of_case(event.case_id):
        services.release_for(proposal_id=row.pk, now=now)
        services.end_waiting(proposal_id=row.pk, now=now)
    services.cancel(case_id=event.case_id, reason=event.reason, now=now)
    services.leave_with_case(case_id=event.case_id, now=now)
