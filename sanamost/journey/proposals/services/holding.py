"""Taking a proposal in hand: found, locked, still open to changes."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.events.transitions import locked, transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.proposals.models import Approval, Proposal
from sanamost.journey.proposals.selectors import by_public_id
from sanamost.journey.proposals.states import ProposalState


class Frozen(Refusal):
    """The proposal has left the clinic, or is over."""

    code = "proposal_frozen"
    message = _("This version was sent and cannot be changed. Make a new version.")


def held(actor: Actor, proposal: Proposal | str) -> Proposal:
    """The proposal (or that of the public id), read again under a lock; raises `NotVisible`.

    The clinic's own people reach it whatever class their role is for: a physician approves a plan
    without seeing prices. Whoever calls this checks the role before anything else.
    """
    public_id = proposal if isinstance(proposal, str) else proposal.public_id
    with acting_as(system("proposal in hand")):
        row = by_public_id(public_id)
        if row.organisation_id == actor.organisation_id:
            return locked(row)
    return locked(Proposal.objects.access(actor, public_id))


def open_to_change(row: Proposal) -> None:
    """Raise `Frozen` unless the version is still the clinic's own."""
    if row.state not in {ProposalState.DRAFT, ProposalState.APPROVED}:
        raise Frozen


def drop_approvals(row: Proposal, *, now: dt.datetime) -> None:
    """What was approved has changed: both yeses fall, the version is a draft again."""
    with acting_as(system("a change drops approvals")):
        dropped, _rows = Approval.objects.filter(proposal_id=row.pk).delete()
        if row.state == ProposalState.APPROVED:
            transition(
                row,
                ProposalState.DRAFT,
                action="proposals.proposal.reopened",
                now=now,
                details={"approvals_dropped": dropped},
            )
