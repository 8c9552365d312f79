"""Requests, referrals and verdicts: their states and allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestState(TextChoices):
    """Where a request stands at the desk."""

    SUBMITTED = "submitted", _("New")
    VERIFIED = "verified", _("Verified by call")
    COMPLETE = "complete", _("Complete")
    FORWARDED = "forwarded", _("With clinics")
    CLOSED = "closed", _("Closed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REJECTED = "rejected", _("Rejected")


class ReferralState(TextChoices):
    """Where a request stands before one clinic."""

    NEW = "new", _("New")
    READ = "read", _("Read")
    IN_REVIEW = "in_review", _("With a physician")
    DATA_NEEDED = "data_needed", _("Waiting for more data")
    ACCEPTED = "accepted", _("Accepted by the physician")
    PROPOSED = "proposed", _("Proposal sent")
    WON = "won", _("Chosen by the patient")
    LOST = "lost", _("Another clinic was chosen")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")


class Outcome(TextChoices):
    """A physician's structured answer."""

    ACCEPT = "accept", _("We can help")
    NEED_DATA = "need_data", _("More data are needed")
    DECLINE = "decline", _("We cannot help here")


class DeclineReason(TextChoices):
    """Why a clinic declines; shown to the patient in these words."""

    NOT_OUR_PROFILE = "not_our_profile", _("This clinic does not treat this condition")
    NO_BENEFIT = "no_benefit", _("This treatment would not help in this case")
    RISK_TOO_HIGH = "risk_too_high", _("The risk would be too high")
    NOT_FIT_TO_TRAVEL = "not_fit_to_travel", _("Travel is not advisable now")
    NO_PLACES = "no_places", _("No place is free in the time wished")


class RejectReason(TextChoices):
    """Why the desk rejects a request."""

    ACCIDENTAL = "accidental", _("Sent by accident")
    UNREACHABLE = "unreachable", _("The patient could not be reached")
    DUPLICATE = "duplicate", _("The same request exists already")
    NOT_MEDICAL = "not_medical", _("Not a medical request")


class NeedState(TextChoices):
    """Where a question to the patient stands."""

    ASKED = "asked", _("Asked")
    ANSWERED = "answered", _("Answered")


class Flexibility(TextChoices):
    """How firm the wished dates are."""

    EXACT = "exact", _("Only on these dates")
    WEEK = "week", _("A week earlier or later is fine")
    MONTH = "month", _("A month earlier or later is fine")
    ANY = "any", _("Any time: the sooner the better")


class Whom(TextChoices):
    """For whom somebody asks."""

    SELF = "self", _("For myself")
    CHILD = "child", _("For my child")
    DEAR = "dear", _("For somebody dear to me")


class AskAnswer(TextChoices):
    """What the patient's side answered when asked for a consent."""

    GIVEN = "given", _("Consent given")
    REFUSED = "refused", _("Consent refused")


class AskStanding(TextChoices):
    """Where the asking for a consent stands; derived, never stored."""

    NOT_ASKED = "not_asked", _("Not asked yet")
    ASKED = "asked", _("Asked, no answer yet")
    EXPIRED = "expired", _("The link has expired")
    GIVEN = "given", _("Consent given")
    REFUSED = "refused", _("Consent refused")
    WITHDRAWN = "withdrawn", _("Consent withdrawn")


REQUEST_MOVES: dict[RequestState, set[RequestState]] = {
    RequestState.SUBMITTED: {RequestState.VERIFIED, RequestState.WITHDRAWN, RequestState.REJECTED},
    RequestState.VERIFIED: {RequestState.COMPLETE, RequestState.WITHDRAWN, RequestState.REJECTED},
    RequestState.COMPLETE: {RequestState.FORWARDED, RequestState.WITHDRAWN, RequestState.REJECTED},
    RequestState.FORWARDED: {RequestState.CLOSED, RequestState.WITHDRAWN},
}

_OVER = {ReferralState.LOST, ReferralState.DECLINED, ReferralState.EXPIRED}
REFERRAL_MOVES: dict[ReferralState, set[ReferralState]] = {
    ReferralState.NEW: {ReferralState.READ, *_OVER},
    ReferralState.READ: {ReferralState.IN_REVIEW, *_OVER},
    ReferralState.IN_REVIEW: {ReferralState.DATA_NEEDED, ReferralState.ACCEPTED, *_OVER},
    ReferralState.DATA_NEEDED: {ReferralState.IN_REVIEW, *_OVER},
    ReferralState.ACCEPTED: {ReferralState.PROPOSED, *_OVER},
    ReferralState.PROPOSED: {
        ReferralState.WON,
        ReferralState.LOST,
        ReferralState.EXPIRED,
        ReferralState.DECLINED,
    },
}

NEED_MOVES: dict[NeedState, set[NeedState]] = {NeedState.ASKED: {NeedState.ANSWERED}}
