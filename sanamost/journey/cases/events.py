"""What can happen to a case as such."""

from dataclasses import dataclass

from sanamost.foundation.events.registry import Event, event


@event("cases.case.opened")
@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """A case has its number."""


@event("cases.case.stage_changed")
@dataclass(frozen=True, kw_only=True)
class StageChanged(Event):
    """The case stands elsewhere."""

    stage: str


@event("cases.case.ended")
@dataclass(frozen=True, kw_only=True)
class CaseEnded(Event):
    """The case ended before its time."""

    reason: str


@event("cases.clock.overdue")
@dataclass(frozen=True, kw_only=True)
class ClockOverdue(Event):
    """Something due was not done in time."""

    clock: str
    subject: str
