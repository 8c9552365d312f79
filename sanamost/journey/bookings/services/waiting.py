"""When no day is free a proposal waits; the first place goes to who has waited longest for it."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sanamost.engines.periods import start_of_day
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import MoveNotAllowed, locked, transition
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.bookings import policies
from sanamost.journey.bookings.events import WaitingBegun, WaitingOffered, WaitingOver
from sanamost.journey.bookings.models import Hold, Waiting
from sanamost.journey.bookings.selectors import LIVE_HOLDS, access_waiting
from sanamost.journey.bookings.services.holding import place_hold
from sanamost.journey.bookings.states import WaitingState
from sanamost.journey.cases import selectors as cases
from sanamost.journey.proposals import selectors as proposals
from sanamost.journey.proposals import services as proposal_services
from sanamost.journey.proposals.states import ProposalState
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources import services as places

KEPT_FOR = dt.timedelta(hours=72)
"""How long a place that was found is kept, so that the clinic can ask the patient."""
MAY_WAIT = {ProposalState.DRAFT, ProposalState.APPROVED, ProposalState.SENT}


class CannotWait(Refusal):
    """There is nothing to wait for."""

    code = "cannot_wait"
    message = _("Only an open proposal for which no place is kept can wait for one.")


class DaysFree(Refusal):
    """Waiting would help nobody."""

    code = "days_free"
    message = _("A day between these dates is free now. Choose it as the day of arrival.")
    field = "first_on"


class WindowNotPossible(Refusal):
    """Days that have passed, or the wrong way round, or too many."""

    code = "waiting_window_not_possible"
    message = _("Enter a first and a last day of arrival, both still to come, within half a year.")
    field = "last_on"


def wait(
    *, actor: Actor, proposal: Any, first_on: dt.date, last_on: dt.date, now: dt.datetime
) -> Waiting:
    """Put the proposal on the clinic's waiting list for an arrival on one of these days.

    Both are included. Other days than before take the place of the old ones, and the time waited
    already counts on. Raises `CannotWait`, `DaysFree`, `WindowNotPossible`, `NotYourTask`,
    `NotVisible`.
    """
    row = proposals.access_proposal(actor, proposal)
    policies.may_keep_places(actor, row)
    row = locked(row)
    remote = cases.case_of(row.case_id).is_remote  # nobody travels: there is no place to wait for
    if row.state not in MAY_WAIT or remote or _has_place(row.pk):
        raise CannotWait
    if not (now.date() < first_on <= last_on <= now.date() + resources.HORIZON):
        raise WindowNotPossible
    before = last_on + dt.timedelta(days=1)
    if _free_days(row, first_on, before):
        raise DaysFree
    known = Waiting.objects.filter(proposal_id=row.pk, state=WaitingState.WAITING).first()
    if known is not None:
        if (known.first_on, known.before) == (first_on, before):
            return known
        _end(known, now)
    made = Waiting.objects.create(
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        proposal_id=row.pk,
        first_on=first_on,
        before=before,
        since=known.since if known else now,
    )
    audit.record(
        action="bookings.waiting.begun", case_id=row.case_id, subject=made.public_id, now=now
    )
    publish(
        WaitingBegun(
            case_id=row.case_id,
            organisation_id=row.organisation_id,
            waiting=made.public_id,
            proposal=row.public_id,
        ),
        now=now,
    )
    return made


def stop_waiting(*, actor: Actor, waiting: str, now: dt.datetime) -> Waiting:
    """Take a proposal off the list; off it already, it stays so. Raises `NotYourTask`."""
    row = access_waiting(actor, waiting)
    policies.may_keep_places(actor, row)
    held: Waiting = locked(row)
    if held.state == WaitingState.OFFERED:
        raise MoveNotAllowed
    if held.state == WaitingState.WAITING:
        _end(held, now)
    return held


def end_waiting(*, proposal_id: int, now: dt.datetime) -> None:
    """The proposal has a place, or is over: it waits no longer. Runs as the platform."""
    with acting_as(system("waiting is over")):
        row = Waiting.objects.filter(proposal_id=proposal_id, state=WaitingState.WAITING).first()
        if row is not None and locked(row).state == WaitingState.WAITING:
            _end(row, now)


def offer_free_places(*, now: dt.datetime) -> int:
    """Keep what became free for those who wait, the longest wait first; how many got a place.

    A place is kept for 72 hours, never beyond the day of arrival, by the same statement as every
    other: what the state task needs is not there to be taken. A draft gets the day as its own. Who
    waits for days that have passed is taken off the list. Each in a transaction of its own; two
    runs at once share the work.
    """
    with acting_as(system("waiting list")):
        rows = Waiting.objects.filter(state=WaitingState.WAITING).order_by("since", "pk")
        waiting = list(rows.values_list("pk", flat=True))
    return sum(_offer(key, now) for key in waiting)


def _offer(key: int, now: dt.datetime) -> bool:
    with acting_as(system("waiting list")):
        row = (
            Waiting.objects.filter(pk=key, state=WaitingState.WAITING)
            .select_for_update(of=("self",), skip_locked=True)
            .first()
        )
        if row is None:
            return False
        proposal = proposals.proposal_of(row.proposal_id)
        if proposal.state not in MAY_WAIT or _has_place(proposal.pk):
            _end(row, now)
            return False
        first = max(row.first_on, now.date() + dt.timedelta(days=1))
        if first >= row.before:
            _over(row, proposal, now)
            return False
        days = _free_days(proposal, first, row.before)
        if not days:
            return False
        day = proposal.arrives_on if proposal.arrives_on in days else days[0]
        return _keep(row, proposal, day, now)


def _keep(row: Waiting, proposal: Any, day: dt.date, now: dt.datetime) -> bool:
    zone = ZoneInfo(organisations.timing_of(row.organisation_id).time_zone)
    until = min(now + KEPT_FOR, start_of_day(day, zone))
    try:
        with transaction.atomic():
            hold = place_hold(
                actor=system("waiting list"), proposal=proposal, day=day, until=until, now=now
            )
            proposal_services.date_for_place(proposal_id=proposal.pk, arrives_on=day, now=now)
    except (places.NoPlaceLeft, NotVisible):
        return False
    transition(
        row,
        WaitingState.OFFERED,
        action="bookings.waiting.offered",
        now=now,
        event=WaitingOffered(
            case_id=row.case_id,
            organisation_id=row.organisation_id,
            waiting=row.public_id,
            hold=hold.public_id,
            proposal=proposal.public_id,
        ),
        hold=hold,
        ended_at=now,
    )
    return True


def _over(row: Waiting, proposal: Any, now: dt.datetime) -> None:
    """The days went by and nothing became free: the clinic learns of it."""
    _end(row, now)
    publish(
        WaitingOver(
            case_id=row.case_id,
            organisation_id=row.organisation_id,
            waiting=row.public_id,
            proposal=proposal.public_id,
        ),
        now=now,
    )


def _end(row: Waiting, now: dt.datetime) -> None:
    transition(row, WaitingState.ENDED, action="bookings.waiting.ended", now=now, ended_at=now)


def _has_place(proposal_id: int) -> bool:
    return Hold.objects.filter(proposal_id=proposal_id, state__in=LIVE_HOLDS).exists()


def _free_days(proposal: Any, first: dt.date, before: dt.date) -> list[dt.date]:
    found = resources.arrival_days(
        organisation_id=proposal.organisation_id,
        area=proposal.area,
        services=proposals.services_in(proposal.pk),
        stay_days=max(1, proposal.stay_days),
        first=first,
        before=before,
    )
    return [one.day for one in found]
