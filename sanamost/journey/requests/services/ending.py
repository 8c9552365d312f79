"""How a request ends: withdrawn, rejected, declined by all, or closed with its case."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import services as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases import selectors as case_selectors
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import EndReason, Fact
from sanamost.journey.requests import policies
from sanamost.journey.requests.events import RequestRejected, RequestWithdrawn
from sanamost.journey.requests.models import Referral, Request
from sanamost.journey.requests.states import (
    REFERRAL_MOVES,
    REQUEST_MOVES,
    ReferralState,
    RejectReason,
    RequestState,
)


class AcceptedAlready(Refusal):
    """A request that became an agreement ends with the agreement."""

    code = "accepted_already"
    message = _("A proposal has been accepted. To stop now, cancel the agreement.")


def withdraw(*, actor: Actor, request: Request, now: dt.datetime) -> None:
    """The patient's side takes the request back: clinics lose sight, the case ends early.

    Raises `NotVisible` for whoever may not decide, `AcceptedAlready` after a proposal was accepted,
    `MoveNotAllowed` after the end.
    """
    case_selectors.represents_patient(actor, request.case_id)
    if Fact.ACCEPTED in case_selectors.case_of(request.case_id).facts:
        raise AcceptedAlready
    _withdraw(request, now)


def withdraw_if_open(*, case_id: int, now: dt.datetime) -> None:
    """End a request whose consent to processing is gone, unless an agreement carries the case."""
    with acting_as(system("consent withdrawn")):
        request = Request.objects.select_related("case").get(case_id=case_id)
        open_still = RequestState.WITHDRAWN in REQUEST_MOVES.get(RequestState(request.state), ())
        if open_still and Fact.ACCEPTED not in request.case.facts:
            _withdraw(request, now)


def reject(*, actor: Actor, request: Request, reason: RejectReason, now: dt.datetime) -> None:
    """The desk turns a request down before any clinic saw it; the case ends early."""
    policies.may_work_on_request(actor, request)
    transition(
        request,
        RequestState.REJECTED,
        action="requests.request.rejected",
        now=now,
        event=RequestRejected(case_id=request.case_id, reason=reason),
        details={"reason": str(reason)},
        reject_reason=reason,
    )
    with acting_as(system("request rejected")):
        cases.end_early(case_id=request.case_id, reason=EndReason.REJECTED, now=now)


def close(*, case_id: int, now: dt.datetime) -> None:
    """The request of a case that went all the way; closed already stays closed."""
    with acting_as(system("request closed")):
        request = Request.objects.get(case_id=case_id)
        if request.state == RequestState.FORWARDED:
            transition(request, RequestState.CLOSED, action="requests.request.closed", now=now)


def end_if_nobody_is_left(*, request_id: int, reason: EndReason, now: dt.datetime) -> bool:
    """End the case when no clinic is at work on it any more; runs as the platform."""
    over = [state for state, _moves in REFERRAL_MOVES.items()] + [ReferralState.WON]
    if Referral.objects.filter(request_id=request_id, state__in=over).exists():
        return False
    request = Request.objects.get(pk=request_id)
    if request.state != RequestState.FORWARDED:
        return False
    transition(request, RequestState.CLOSED, action="requests.request.closed", now=now)
    cases.end_early(case_id=request.case_id, reason=reason, now=now)
    return True


def let_go(*, referral: Referral, to: ReferralState, now: dt.datetime) -> None:
    """Take a referral out of the race and end the clinic's sight of the case; as the platform."""
    transition(referral, to, action=f"requests.referral.{to.value}", now=now)
    drop_sight(referral=referral, now=now)


def drop_sight(*, referral: Referral, now: dt.datetime) -> None:
    """End the clinic's grants, unless it is the desk that took the request in."""
    if referral.organisation_id != referral.request.desk_id:
        access.revoke(case_id=referral.case_id, organisation_id=referral.organisation_id, now=now)


def let_all_go(*, request_id: int, to: ReferralState, now: dt.datetime, but: int = 0) -> None:
    """Every referral that is still open but one; in the order of keys: locks never cross."""
    rows = Referral.objects.select_related("request").filter(request_id=request_id)
    for referral in rows.exclude(pk=but).order_by("pk"):
        if to in REFERRAL_MOVES.get(ReferralState(referral.state), ()):
            let_go(referral=referral, to=to, now=now)


def _withdraw(request: Request, now: dt.datetime) -> None:
    transition(
        request,
        RequestState.WITHDRAWN,
        action="requests.request.withdrawn",
        now=now,
        event=RequestWithdrawn(case_id=request.case_id),
    )
    with acting_as(system("request withdrawn")):
        let_all_go(request_id=request.pk, to=ReferralState.LOST, now=now)
        cases.end_early(case_id=request.case_id, reason=EndReason.WITHDRAWN, now=now)
