"""The patient's answer, and what happens when none comes."""

import datetime as dt

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.events.transitions import MoveNotAllowed, transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases import selectors as case_selectors
from sanamost.journey.cases import services as cases
from sanamost.journey.cases.states import ClockKind, Fact
from sanamost.journey.proposals.events import (
    ProposalAccepted,
    ProposalDeclined,
    ProposalExpired,
    ProposalSuperseded,
)
from sanamost.journey.proposals.models import Proposal
from sanamost.journey.proposals.selectors import still_valid
from sanamost.journey.proposals.states import ProposalState
from sanamost.journey.requests import services as requests

OTHER_CHOSEN, CASE_OVER, BY_PATIENT = "other_chosen", "case_over", "by_patient"


class ProposalOver(Refusal):
    """Its last day has passed by the database's clock."""

    code = "proposal_over"
    message = _("This proposal has expired. Ask the clinic for a new one.")


def accept(*, actor: Actor, proposal: Proposal | str, now: dt.datetime) -> Proposal:
    """The patient's side chooses this proposal; every other one of the case is out.

    Only the patient or who represents them. Validity is judged by the database's clock. Of two
    answers at once one wins. Raises `NotVisible`, `ProposalOver`, `MoveNotAllowed`.
    """
    row = _access(actor, proposal)
    case_selectors.represents_patient(actor, row.case_id)
    row, others = _locked_with_others(row)
    if row.state != ProposalState.SENT:
        raise MoveNotAllowed
    if not still_valid(row.pk):
        raise ProposalOver
    transition(
        row,
        ProposalState.ACCEPTED,
        action="proposals.proposal.accepted",
        now=now,
        answered_at=now,
        event=ProposalAccepted(
            case_id=row.case_id, organisation_id=row.organisation_id, proposal=row.public_id
        ),
    )
    _stop_clock(row, now)
    with acting_as(system("another proposal was chosen")):
        for other in others:
            _close(other, OTHER_CHOSEN, now)
        requests.mark_won(referral_id=row.referral_id, now=now)
        cases.establish(case_id=row.case_id, fact=Fact.ACCEPTED, now=now)
    return row


def decline(*, actor: Actor, proposal: Proposal | str, now: dt.datetime) -> Proposal:
    """The patient's side does not want this proposal; the clinic loses sight of the case.

    Where no other clinic is at work on it, the case ends: pages say so before (`last_clinic`).
    Raises `NotVisible`, `MoveNotAllowed`.
    """
    row = _access(actor, proposal)
    case_selectors.represents_patient(actor, row.case_id)
    transition(
        row,
        ProposalState.DECLINED,
        action="proposals.proposal.declined",
        now=now,
        answered_at=now,
        event=_declined(row, BY_PATIENT),
    )
    _stop_clock(row, now)
    requests.mark_lost(referral_id=row.referral_id, now=now)
    return row


def expire_due(*, now: dt.datetime) -> int:
    """Let every unanswered proposal run out whose time is over by the database's clock.

    Each in a transaction of its own, so that one in trouble does not keep the others; two runs at
    once share the work. Returns how many expired; cases with no clinic left end early.
    """
    with acting_as(system("proposals that ran out")):
        due = list(_due().values_list("pk", flat=True)[:1000])
    return sum(_expire(key, now) for key in due)


def close_all(*, case_id: int, now: dt.datetime) -> int:
    """The case is over: nothing of it can be accepted any more. Runs as the platform."""
    rows = Proposal.objects.select_for_update(of=("self",)).filter(
        case_id=case_id,
        state__in=[ProposalState.DRAFT, ProposalState.APPROVED, ProposalState.SENT],
    )
    open_still = list(rows.order_by("pk"))
    for row in open_still:
        _close(row, CASE_OVER, now)
    return len(open_still)


def _access(actor: Actor, proposal: Proposal | str) -> Proposal:
    public_id = proposal if isinstance(proposal, str) else proposal.public_id
    return Proposal.objects.access(actor, public_id)


def _locked_with_others(row: Proposal) -> tuple[Proposal, list[Proposal]]:
    """Every open proposal of the case under a lock, in one order for all, so answers queue up."""
    with acting_as(system("proposals of a case in hand")):
        rows = list(
            Proposal.objects.select_for_update(of=("self",))
            .filter(case_id=row.case_id)
            .order_by("pk")
        )
    open_states = {ProposalState.DRAFT, ProposalState.APPROVED, ProposalState.SENT}
    mine = next(one for one in rows if one.pk == row.pk)
    return mine, [one for one in rows if one.pk != row.pk and one.state in open_states]


def _close(row: Proposal, reason: str, now: dt.datetime) -> None:
    """A sent one counts as declined; a draft that nobody outside has seen is put away."""
    if row.state == ProposalState.SENT:
        transition(
            row,
            ProposalState.DECLINED,
            action="proposals.proposal.declined",
            now=now,
            details={"reason": reason},
            event=_declined(row, reason),
            answered_at=now,
        )
        _stop_clock(row, now)
        return
    transition(
        row,
        ProposalState.SUPERSEDED,
        action="proposals.proposal.put_away",
        now=now,
        details={"reason": reason},
        event=ProposalSuperseded(
            case_id=row.case_id, organisation_id=row.organisation_id, proposal=row.public_id
        ),
    )


def _declined(row: Proposal, reason: str) -> ProposalDeclined:
    return ProposalDeclined(
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        proposal=row.public_id,
        reason=reason,
    )


def _expire(key: int, now: dt.datetime) -> int:
    with acting_as(system("proposals that ran out")):
        row = _due().select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
        if row is None:
            return 0
        transition(
            row,
            ProposalState.EXPIRED,
            action="proposals.proposal.expired",
            now=now,
            event=ProposalExpired(
                case_id=row.case_id, organisation_id=row.organisation_id, proposal=row.public_id
            ),
        )
        _stop_clock(row, now)
        requests.mark_expired(referral_id=row.referral_id, now=now)
        return 1


def _due() -> QuerySet[Proposal]:
    return Proposal.objects.filter(state=ProposalState.SENT, valid_until__lte=Now())


def _stop_clock(row: Proposal, now: dt.datetime) -> None:
    cases.stop_clock(
        case_id=row.case_id, kind=ClockKind.PROPOSAL_VALID, now=now, subject=row.public_id
    )
