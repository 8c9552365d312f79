"""What can happen to agreements, consents and addenda."""

from dataclasses import dataclass

from sanamost.foundation.events.registry import Event, event


@event("agreements.agreement.drafted")
@dataclass(frozen=True, kw_only=True)
class AgreementDrafted(Event):
    """A proposal was accepted: its contract is being prepared."""

    agreement: str


@event("agreements.identity.given")
@dataclass(frozen=True, kw_only=True)
class IdentityGiven(Event):
    """The patient's side filled in what the contract must name."""


@event("agreements.agreement.issued")
@dataclass(frozen=True, kw_only=True)
class AgreementIssued(Event):
    """The contract lies before the patient."""

    agreement: str


@event("agreements.notice.read")
@dataclass(frozen=True, kw_only=True)
class NoticeRead(Event):
    """The patient's side read the notice before the contract."""

    agreement: str


@event("agreements.agreement.signed")
@dataclass(frozen=True, kw_only=True)
class AgreementSigned(Event):
    """The patient's side signed."""

    agreement: str
    capacity: str


@event("agreements.agreement.in_force")
@dataclass(frozen=True, kw_only=True)
class AgreementInForce(Event):
    """The clinic signed too."""

    agreement: str


@event("agreements.agreement.terminated")
@dataclass(frozen=True, kw_only=True)
class AgreementTerminated(Event):
    """The agreement ended before it was fulfilled."""

    agreement: str
    reason: str


@event("agreements.agreement.completed")
@dataclass(frozen=True, kw_only=True)
class AgreementCompleted(Event):
    """Everything agreed was done."""

    agreement: str


@event("agreements.consent.given")
@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """The patient's side gave a consent."""

    consent: str
    purpose: str


@event("agreements.consent.withdrawn")
@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """The patient's side withdrew a consent."""

    consent: str
    purpose: str


@event("agreements.addendum.issued")
@dataclass(frozen=True, kw_only=True)
class AddendumIssued(Event):
    """The clinic asks to agree to more services."""

    agreement: str
    addendum: str


@event("agreements.addendum.signed")
@dataclass(frozen=True, kw_only=True)
class AddendumSigned(Event):
    """The patient's side agreed to more services."""

    agreement: str
    addendum: str


@event("agreements.addendum.refused")
@dataclass(frozen=True, kw_only=True)
class AddendumRefused(Event):
    """The patient's side refused more services."""

    agreement: str
    addendum: str
