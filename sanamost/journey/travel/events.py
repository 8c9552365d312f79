"""What can happen on the way there and back."""

from dataclasses import dataclass

from sanamost.foundation.events.registry import Event, event


@event("travel.plan.prepared")
@dataclass(frozen=True, kw_only=True)
class TravelPrepared(Event):
    """The journey is being arranged: what is needed was written down."""

    travel: str


@event("travel.plan.arrival_set")
@dataclass(frozen=True, kw_only=True)
class ArrivalSet(Event):
    """It is known when and how the patient arrives."""

    travel: str


@event("travel.plan.invitation_sheet_issued")
@dataclass(frozen=True, kw_only=True)
class InvitationSheetIssued(Event):
    """The data for the visa invitation are together."""

    travel: str
    paper: str


@event("travel.plan.welcome_pack_sent")
@dataclass(frozen=True, kw_only=True)
class WelcomePackSent(Event):
    """The patient has the paper for the way."""

    travel: str
    paper: str


@event("travel.work.moved")
@dataclass(frozen=True, kw_only=True)
class WorkMoved(Event):
    """A service around treatment was asked for, given to somebody, confirmed, done, cancelled."""

    work: str
    kind: str
    state: str


@event("travel.notice.owed")
@dataclass(frozen=True, kw_only=True)
class NoticeOwed(Event):
    """The clinic owes the authorities a notice."""

    notice: str
    kind: str


@event("travel.notice.filed")
@dataclass(frozen=True, kw_only=True)
class NoticeFiled(Event):
    """The notice was filed."""

    notice: str
    kind: str
