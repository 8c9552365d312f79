"""What can happen to a request, its referrals and its consents."""

from dataclasses import dataclass

from sanamost.foundation.events.registry import Event, event


@event("requests.request.submitted")
@dataclass(frozen=True, kw_only=True)
class RequestSubmitted(Event):
    """A request came in."""

    origin: str


@event("requests.request.verified")
@dataclass(frozen=True, kw_only=True)
class RequestVerified(Event):
    """The desk spoke with the patient."""


@event("requests.request.completed")
@dataclass(frozen=True, kw_only=True)
class RequestCompleted(Event):
    """Everything that clinics need is there."""


@event("requests.request.rejected")
@dataclass(frozen=True, kw_only=True)
class RequestRejected(Event):
    """The desk rejected the request."""

    reason: str


@event("requests.request.withdrawn")
@dataclass(frozen=True, kw_only=True)
class RequestWithdrawn(Event):
    """The patient's side withdrew the request."""


@event("requests.referral.sent")
@dataclass(frozen=True, kw_only=True)
class ReferralSent(Event):
    """The request was forwarded to a clinic (`organisation_id`)."""

    referral: str


@event("requests.verdict.given")
@dataclass(frozen=True, kw_only=True)
class VerdictGiven(Event):
    """A physician of the clinic answered."""

    referral: str
    outcome: str


@event("requests.data.asked")
@dataclass(frozen=True, kw_only=True)
class DataAsked(Event):
    """A clinic asks the patient for more data."""

    referral: str


@event("requests.data.answered")
@dataclass(frozen=True, kw_only=True)
class DataAnswered(Event):
    """The patient answered the clinic's questions."""

    referral: str


@event("requests.referral.declined")
@dataclass(frozen=True, kw_only=True)
class ReferralDeclined(Event):
    """A clinic declined."""

    referral: str
    reason: str


@event("requests.consent.asked")
@dataclass(frozen=True, kw_only=True)
class ConsentAsked(Event):
    """The patient's side was asked for consents by e-mail."""

    recipient: str


@event("requests.consent.answered")
@dataclass(frozen=True, kw_only=True)
class ConsentAnswered(Event):
    """The patient's side gave or refused what it was asked for."""

    recipient: str
    answer: str
