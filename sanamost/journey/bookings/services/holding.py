"""What a stay needs is kept for a proposal until a moment of the database's clock."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import locked, transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.bookings import policies
from sanamost.journey.bookings.events import HoldExpired, HoldPlaced, HoldReleased
from sanamost.journey.bookings.models import Hold
from sanamost.journey.bookings.selectors import LIVE_HOLDS
from sanamost.journey.bookings.services.keeping import keep, let_go
from sanamost.journey.bookings.states import HoldState
from sanamost.journey.cases import selectors as cases
from sanamost.journey.proposals import selectors as proposals
from sanamost.journey.proposals import services as proposal_services

AFTER_ACCEPTANCE = dt.timedelta(days=30)
"""How long a place waits for signatures and the deposit, never beyond the day of arrival."""


class PlaceChanged(Refusal):
    """Other days are kept for the proposal already."""

    code = "place_changed"
    message = _("Other days are kept for this proposal. Release them first.")
    field = "arrives_on"


def place_hold(
    *,
    actor: Actor,
    proposal: Any,
    day: dt.date,
    now: dt.datetime,
    until: dt.datetime | None = None,
) -> Hold:
    """Keep what a stay from `day` on needs until the proposal's validity ends (or `until`).

    Everything or nothing is taken, by one conditional statement, so the last place goes to one
    proposal only. What is kept already for the same days stays, with the new end. Raises
    `NoPlaceLeft`, `PlaceChanged`, `NotYourTask`, `NotVisible` where the clinic has no recipe.
    """
    policies.may_keep_places(actor, proposal)
    ends = until or proposal_services.valid_until(proposal, now)
    stay = max(1, proposal.stay_days)
    kept = Hold.objects.filter(proposal_id=proposal.pk, state__in=LIVE_HOLDS).first()
    if kept is not None:
        return _kept_again(kept, (day, stay), ends)
    hold = keep(proposal=proposal, arrives_on=day, stay_days=stay, until=ends, now=now)
    audit.record(
        action="bookings.hold.placed", case_id=hold.case_id, subject=hold.public_id, now=now
    )
    publish(
        HoldPlaced(
            case_id=hold.case_id,
            organisation_id=hold.organisation_id,
            hold=hold.public_id,
            proposal=proposal.public_id,
        ),
        now=now,
    )
    return hold


def send_with_hold(
    *, actor: Actor, proposal: Any, now: dt.datetime, day: dt.date | None = None
) -> Any:
    """Keep a place from the day of arrival (or `day`) on and send the proposal, both or neither.

    Nobody travels in a remote case, so it is sent without a place. Raises what `place_hold` and
    `proposals.services.send` raise; gives the proposal back.
    """
    row = locked(proposals.access_proposal(actor, _public_id(proposal)))
    if cases.case_of(row.case_id).is_remote:
        return proposal_services.send(actor=actor, proposal=row, hold="", now=now)
    arrives_on = day or row.arrives_on
    if arrives_on is None:
        raise proposal_services.DateNotPossible
    hold = place_hold(actor=actor, proposal=row, day=arrives_on, now=now)
    return proposal_services.send(actor=actor, proposal=row, hold=hold.public_id, now=now)


def extend(*, proposal_id: int, until: dt.datetime) -> None:
    """Keep an active place longer, never shorter; runs as the platform."""
    with acting_as(system("place kept longer")):
        Hold.objects.filter(
            proposal_id=proposal_id, state=HoldState.ACTIVE, expires_at__lt=until
        ).update(expires_at=until)


def release_for(*, proposal_id: int, now: dt.datetime) -> bool:
    """Give the proposal's kept place back; says whether there was one. Runs as the platform."""
    with acting_as(system("place given back")):
        row = Hold.objects.filter(proposal_id=proposal_id, state=HoldState.ACTIVE).first()
        if row is None or locked(row).state != HoldState.ACTIVE:
            return False
        transition(
            row,
            HoldState.RELEASED,
            action="bookings.hold.released",
            now=now,
            event=HoldReleased(**_facts(row)),
        )
        let_go(row, booked=False)
        return True


def expire_due(*, now: dt.datetime) -> int:
    """Give back every kept place whose time is over by the database's clock; how many there were.

    Each in a transaction of its own; two runs at once share the work.
    """
    with acting_as(system("places that ran out")):
        due = list(_due().values_list("pk", flat=True)[:1000])
    return sum(_expire(key, now) for key in due)


def _expire(key: int, now: dt.datetime) -> int:
    with acting_as(system("places that ran out")):
        row = (
            _due()
            .select_for_update(of=("self",), skip_locked=True)
            .select_related("proposal")
            .filter(pk=key)
            .first()
        )
        if row is None:
            return 0
        transition(
            row,
            HoldState.EXPIRED,
            action="bookings.hold.expired",
            now=now,
            event=HoldExpired(**_facts(row)),
        )
        let_go(row, booked=False)
        return 1


def _due() -> QuerySet[Hold]:
    return Hold.objects.filter(state=HoldState.ACTIVE, expires_at__lte=Now())


def _kept_again(hold: Hold, days: tuple[dt.date, int], until: dt.datetime) -> Hold:
    if (hold.arrives_on, hold.stay_days) != days:
        raise PlaceChanged
    held = locked(hold)
    if held.state == HoldState.ACTIVE and held.expires_at < until:
        held.expires_at = until
        held.save(update_fields=["expires_at"])
    fresh: Hold = held
    return fresh


def _facts(row: Hold) -> dict[str, Any]:
    return {
        "case_id": row.case_id,
        "organisation_id": row.organisation_id,
        "hold": row.public_id,
        "proposal": row.proposal.public_id,
    }


def _public_id(proposal: Any) -> str:
    return proposal if isinstance(proposal, str) else str(proposal.public_id)
