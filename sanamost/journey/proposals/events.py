"""What can happen to a proposal; every event is its clinic's own matter."""

from dataclasses import dataclass

from sanamost.foundation.events.registry import Event, event


@dataclass(frozen=True, kw_only=True)
class ProposalEvent(Event):
    """Something happened to the proposal of the public id."""

    proposal: str


@event("proposals.proposal.sent")
@dataclass(frozen=True, kw_only=True)
class ProposalSent(ProposalEvent):
    """The patient may read it and answer."""


@event("proposals.proposal.accepted")
@dataclass(frozen=True, kw_only=True)
class ProposalAccepted(ProposalEvent):
    """The patient chose it."""


@event("proposals.proposal.declined")
@dataclass(frozen=True, kw_only=True)
class ProposalDeclined(ProposalEvent):
    """The patient does not want it, chose another one, or the case is over: `reason`."""

    reason: str


@event("proposals.proposal.expired")
@dataclass(frozen=True, kw_only=True)
class ProposalExpired(ProposalEvent):
    """Nobody answered in time."""


@event("proposals.proposal.superseded")
@dataclass(frozen=True, kw_only=True)
class ProposalSuperseded(ProposalEvent):
    """A newer version takes its place, or the case went another way."""
