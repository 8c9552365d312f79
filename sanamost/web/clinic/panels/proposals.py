"""Proposals and places on the clinic's case page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanamost.foundation.access.roles import DataClass, Role
from sanamost.journey.agreements import selectors as agreements
from sanamost.journey.bookings import selectors as bookings
from sanamost.journey.bookings.states import BookingState
from sanamost.journey.proposals import selectors, services
from sanamost.journey.proposals.states import ApprovalRole, ProposalState
from sanamost.journey.requests import selectors as requests
from sanamost.journey.requests.states import ReferralState
from sanamost.web.acting import Request
from sanamost.web.components.panels import NextAction, Panel, panel
from sanamost.web.components.states import meaning_of

TO_APPROVE = {ApprovalRole.PHYSICIAN: Role.PHYSICIAN, ApprovalRole.FINANCE: Role.FINANCE}


@panel("clinic", order=30)
def proposals(request: Request, case: Any) -> Panel | None:
    """Every version of the clinic's own proposal (those of all clinics for the desk)."""
    actor = request.actor
    if DataClass.MONEY in actor.classes:
        rows = selectors.proposals_of(actor, case.pk)
    else:
        rows = [selectors.outline_of(plan) for plan in selectors.plans_of(actor, case.pk)]
    own = requests.own_referral(actor, case)
    if not rows and (own is None or own.state != ReferralState.ACCEPTED):
        return None
    action = _next(request, rows, own)
    return Panel(
        code="proposals",
        title=_("Proposal"),
        template="clinic/panels/proposals.html",
        context={
            "rows": [
                (row, meaning_of(row.state), row.organisation_id == actor.organisation_id)
                for row in rows
            ],
            "money": DataClass.MONEY in actor.classes,
            "start": own if not rows and actor.has(Role.COORDINATOR) else None,
        },
        next_action=action,
    )


def _next(request: Request, rows: list[Any], own: Any) -> NextAction | None:
    actor = request.actor
    mine = [row for row in rows if row.organisation_id == actor.organisation_id]
    live = next((row for row in mine if row.state in selectors.LIVE), None)
    if live is None:
        if own is None or own.state != ReferralState.ACCEPTED or not actor.has(Role.COORDINATOR):
            return None
        url = reverse("clinic:propose", args=[own.public_id])
        return NextAction(_("Prepare the proposal"), actor.name, url, mine=True)
    url = reverse("clinic:proposal", args=[live.public_id])
    if live.state == ProposalState.SENT:
        return NextAction(_("The patient reads the proposal"), _("Patient"), due=live.valid_until)
    if live.state == ProposalState.APPROVED:
        at_work = actor.has(Role.COORDINATOR)
        return NextAction(_("Send the proposal"), _("Coordinator"), url, mine=at_work)
    if live.state == ProposalState.DRAFT:
        return _of_draft(request, live, url)
    return None


def _of_draft(request: Request, live: Any, url: str) -> NextAction:
    actor = request.actor
    if services.gaps(live):
        at_work = actor.has(Role.COORDINATOR)
        return NextAction(_("Complete the proposal"), _("Coordinator"), url, mine=at_work)
    given = {one.role for one in selectors.approvals_of(live.pk)}
    waiting = [role for role in ApprovalRole if role not in given]
    at_work = any(actor.has(TO_APPROVE[role]) for role in waiting)
    who = ", ".join(str(role.label) for role in waiting)
    return NextAction(_("Approve the proposal"), who, url, mine=at_work)


@panel("clinic", order=45)
def booking(request: Request, case: Any) -> Panel | None:
    """The place that was booked."""
    row = bookings.booking_of(request.actor, case.pk)
    missed = bookings.missed_place_of(request.actor, case.pk)
    if missed is not None:
        return _missed(request, case, missed)
    if row is None:
        return None
    return Panel(
        code="booking",
        title=_("Booking"),
        template="components/panels/booking.html",
        context={"booking": row, "meaning": meaning_of(row.state), "day": _day(request, row)},
        next_action=_move(request, row),
    )


def _move(request: Request, row: Any) -> NextAction | None:
    """A stay that could harm a patient of the state task gets another day before the journey."""
    if row.unsafe_since is None or row.organisation_id != request.actor.organisation_id:
        return None
    day = _day(request, row)
    return NextAction(_("Agree another day of arrival"), _("Coordinator"), day, mine=bool(day))


def _day(request: Request, row: Any) -> str:
    """Where the clinic's coordinator lets the patient come on another day."""
    own = row.organisation_id == request.actor.organisation_id
    if not (own and request.actor.has(Role.COORDINATOR) and row.state == BookingState.CONFIRMED):
        return ""
    return reverse("clinic:another_day", args=[row.agreement.public_id])


def _missed(request: Request, case: Any, missed: Any) -> Panel:
    """The deposit came too late for the place: another day, or the money back by its rules."""
    actor = request.actor
    own = missed.organisation_id == actor.organisation_id
    contract = agreements.agreement_of_case(actor, case) if own else None
    mine = actor.has(Role.COORDINATOR) and contract is not None
    day = reverse("clinic:another_day", args=[contract.public_id]) if contract and mine else ""
    return Panel(
        code="booking",
        title=_("Booking"),
        template="clinic/panels/missed_place.html",
        context={"missed": missed, "agreement": contract if mine else None, "day": day},
        next_action=NextAction(_("Choose another day"), _("Coordinator"), day, mine=mine),
    )
