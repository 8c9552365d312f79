"""Services around treatment: asked for, given to somebody, confirmed, done."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases import clocks
from sanamost.journey.cases import services as moving
from sanamost.journey.cases.states import ClockKind
from sanamost.journey.travel import policies
from sanamost.journey.travel.events import WorkMoved
from sanamost.journey.travel.models import TravelPlan, WorkOrder
from sanamost.journey.travel.states import WorkKind, WorkState

OVER = (WorkState.DONE, WorkState.CANCELLED)
# How many days before the arrival each must stand; the invitation has its own clock.
DAYS_BEFORE = {
    WorkKind.TRANSLATION: 14,
    WorkKind.STAY: 7,
    WorkKind.COMPANION: 7,
    WorkKind.NURSE: 5,
    WorkKind.INTERPRETER: 3,
    WorkKind.TRANSFER: 1,
}


class AlreadyAskedFor(Refusal):
    """A work order of the kind is under way."""

    code = "already_asked_for"
    message = _("This is asked for already. Add to the wish there, or cancel it first.")
    field = "kind"


class BadPrice(Refusal):
    """A price below zero or beyond reason."""

    code = "bad_price"
    message = _("Give a price from 0 to 10 million, or leave it empty.")
    field = "price"


class NameNeeded(Refusal):
    """A work order is given to somebody."""

    code = "name_needed"
    message = _("Say who does it: a name, and how to reach them.")
    field = "assigned_to"


def request_work(
    *, actor: Actor, plan: TravelPlan, kind: WorkKind, wish: str, now: dt.datetime
) -> WorkOrder:
    """Ask for a service around treatment; one of a kind at a time. Raises `AlreadyAskedFor`."""
    policies.may_ask_for_work(actor, plan)
    live = WorkOrder.objects.filter(
        case_id=plan.case_id, organisation_id=plan.organisation_id, kind=kind
    ).exclude(state__in=OVER)
    if live.exists():
        raise AlreadyAskedFor
    return open_work(actor=actor, plan=plan, kind=kind, wish=wish, now=now)


def open_work(
    *, actor: Actor, plan: TravelPlan, kind: WorkKind, wish: str, now: dt.datetime
) -> WorkOrder:
    """The row itself, with its clock; whoever calls this has checked the actor."""
    work = WorkOrder.objects.create(
        case_id=plan.case_id,
        organisation_id=plan.organisation_id,
        kind=kind,
        wish=wish.strip(),
        due_at=_due(plan, kind, now),
        created_at=now,
    )
    if kind == WorkKind.INVITATION:
        moving.start_clock(
            case_id=plan.case_id,
            kind=ClockKind.INVITATION,
            now=now,
            organisation_id=plan.organisation_id,
            subject=work.public_id,
            due_at=work.due_at,
        )
    audit.record(
        action="travel.work.requested",
        case_id=plan.case_id,
        subject=work.public_id,
        details={"kind": str(kind), "by": actor.purpose},
        now=now,
    )
    publish(_moved(work), now=now)
    return work


def assign_work(
    *,
    actor: Actor,
    work: WorkOrder,
    assigned_to: str,
    price: Decimal | None,
    currency: str,
    due_at: dt.datetime | None,
    now: dt.datetime,
) -> None:
    """Give it to somebody, with a price (empty: free for the patient) and a day."""
    policies.may_arrange(actor, work)
    if not assigned_to.strip():
        raise NameNeeded
    if price is not None and not Decimal(0) <= price <= Decimal(10_000_000):
        raise BadPrice
    _move(
        work,
        WorkState.ASSIGNED,
        now,
        assigned_to=assigned_to.strip(),
        price=price,
        currency=currency,
        due_at=due_at or work.due_at,
    )


def confirm_work(*, actor: Actor, work: WorkOrder, now: dt.datetime) -> None:
    """Whoever does it has said yes."""
    policies.may_arrange(actor, work)
    _move(work, WorkState.CONFIRMED, now)


def finish_work(*, actor: Actor, work: WorkOrder, now: dt.datetime) -> None:
    """It is done."""
    policies.may_arrange(actor, work)
    _move(work, WorkState.DONE, now, done_at=now)
    _stop(work, now)


def cancel_work(*, actor: Actor, work: WorkOrder, now: dt.datetime) -> None:
    """It is not needed any more."""
    policies.may_arrange(actor, work)
    _move(work, WorkState.CANCELLED, now)
    _stop(work, now)


def _move(work: WorkOrder, state: WorkState, now: dt.datetime, **changes: Any) -> None:
    transition(
        work,
        state,
        action=f"travel.work.{state}",
        now=now,
        event=_moved(work, state),
        **changes,
    )


def _moved(work: WorkOrder, state: str = "") -> WorkMoved:
    return WorkMoved(
        case_id=work.case_id, work=work.public_id, kind=work.kind, state=state or work.state
    )


def _stop(work: WorkOrder, now: dt.datetime) -> None:
    if work.kind == WorkKind.INVITATION:
        moving.stop_clock(
            case_id=work.case_id, kind=ClockKind.INVITATION, now=now, subject=work.public_id
        )


def _due(plan: TravelPlan, kind: WorkKind, now: dt.datetime) -> dt.datetime:
    if kind == WorkKind.INVITATION:
        return clocks.due(ClockKind.INVITATION, now, plan.organisation_id)
    before = plan.booking.arrives_on - dt.timedelta(days=DAYS_BEFORE[kind])
    return max(now, dt.datetime.combine(before, dt.time(12), tzinfo=dt.UTC))
