"""A case's stages and the facts that they follow from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseKind(TextChoices):
    """The four parts of the ecosystem; each is counted apart."""

    INBOUND = "inbound", _("Treatment of a foreign patient")
    REMOTE = "remote", _("Remote service without travel")
    WELLNESS = "wellness", _("Sanatorium and rehabilitation")
    DOMESTIC = "domestic", _("Patient of this country")
    OUTBOUND = "outbound", _("Treatment abroad")


class Origin(TextChoices):
    """By which way the request came."""

    DIRECT = "direct", _("Asked by the patient")
    PARTNER = "partner", _("Sent by a partner")
    PHONE = "phone", _("Typed in from a call")
    EMAIL = "email", _("Typed in from an e-mail")
    INSURER = "insurer", _("Sent by an insurer")


class PurposeOfArrival(TextChoices):
    """Why the patient is in the country: export and medical tourism are counted apart."""

    TREATMENT = "treatment", _("Comes for treatment")
    ALREADY_HERE = "already_here", _("Is already here for another reason")
    COMPANION = "companion", _("Comes with a patient")
    EMERGENCY = "emergency", _("Emergency")
    REMOTE = "remote", _("Stays at home: remote service")


class Payer(TextChoices):
    """Who pays."""

    PATIENT = "patient", _("The patient or family")
    INSURER = "insurer", _("A foreign insurer")
    EMPLOYER_OR_STATE = "employer_or_state", _("An employer or a state")
    PARTNER = "partner", _("A partner agency")


class Fact(TextChoices):
    """What has come true of a case; each is established by the app that knows it."""

    SUBMITTED = "submitted", _("Request submitted")
    FORWARDED = "forwarded", _("Forwarded to clinics")
    PROPOSED = "proposed", _("A proposal was sent")
    ACCEPTED = "accepted", _("A proposal was accepted")
    IN_FORCE = "in_force", _("The agreement is in force")
    BOOKED = "booked", _("A place is booked")
    TRAVELLING = "travelling", _("The journey is arranged")
    ADMITTED = "admitted", _("Admitted")
    DISCHARGED = "discharged", _("Discharged")
    SETTLED = "settled", _("All invoices are settled")
    CLOSED = "closed", _("Closed")
    ENDED_EARLY = "ended_early", _("Ended early")


class Stage(TextChoices):
    """Where a case stands."""

    ASKING = "asking", _("Asking")
    REVIEWING = "reviewing", _("Doctors are reviewing")
    CHOOSING = "choosing", _("Choosing a proposal")
    AGREEING = "agreeing", _("Agreeing")
    PREPARING = "preparing", _("Preparing")
    TRAVELLING = "travelling", _("Travelling")
    IN_TREATMENT = "in_treatment", _("In treatment")
    RECOVERING = "recovering", _("Recovering")
    CLOSED = "closed", _("Closed")
    ENDED_EARLY = "ended_early", _("Ended early")


class EndReason(TextChoices):
    """Why a case ended before its time."""

    WITHDRAWN = "withdrawn", _("Withdrawn by the patient")
    REJECTED = "rejected", _("The request was rejected")
    DECLINED_BY_ALL = "declined_by_all", _("Declined by every clinic")
    DECLINED_BY_PATIENT = "declined_by_patient", _("The patient declined every proposal")
    EXPIRED = "expired", _("No proposal was accepted in time")
    CANCELLED = "cancelled", _("Cancelled after the agreement")


class ClockKind(TextChoices):
    """What can be due."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge the request")
    CALL_BACK = "call_back", _("Call the patient back")
    COMPLETE = "complete", _("Complete the papers or ask for them")
    VERDICT = "verdict", _("Physician's verdict")
    PROPOSAL = "proposal", _("Send the proposal")
    PROPOSAL_VALID = "proposal_valid", _("Proposal stays valid")
    INVITATION = "invitation", _("Visa invitation")
    ARRIVAL_NOTICE = "arrival_notice", _("Arrival notice to the authorities")
    DEPARTURE_NOTICE = "departure_notice", _("Departure notice to the authorities")
    EXTRACT = "extract", _("Discharge extract")
    FINAL_INVOICE = "final_invoice", _("Final invoice")
    FOLLOW_UP = "follow_up", _("Follow-up")
    ANOTHER_DAY = "another_day", _("Agree another day of arrival")


# What a stage is called where the patient stays at home.
REMOTE_STAGES = {
    Stage.IN_TREATMENT: _("The doctor writes the opinion"),
    Stage.RECOVERING: _("The opinion is given"),
}

# The furthest fact of this list that is true gives the stage.
STAGE_OF: dict[Fact, Stage] = {
    Fact.SUBMITTED: Stage.ASKING,
    Fact.FORWARDED: Stage.REVIEWING,
    Fact.PROPOSED: Stage.CHOOSING,
    Fact.ACCEPTED: Stage.AGREEING,
    Fact.IN_FORCE: Stage.PREPARING,
    Fact.BOOKED: Stage.PREPARING,
    Fact.TRAVELLING: Stage.TRAVELLING,
    Fact.ADMITTED: Stage.IN_TREATMENT,
    Fact.DISCHARGED: Stage.RECOVERING,
    Fact.SETTLED: Stage.RECOVERING,
    Fact.CLOSED: Stage.CLOSED,
    Fact.ENDED_EARLY: Stage.ENDED_EARLY,
}


def stage_of(facts: list[str]) -> Stage:
    """The stage that follows from the facts (the furthest one counts); asking where there is none.

    Being settled alone, without a discharge, moves nothing: a deposit may be all that was owed.
    """
    known = [f for f in STAGE_OF if f in facts]
    if Fact.SETTLED in known and Fact.DISCHARGED not in known:
        known.remove(Fact.SETTLED)
    return STAGE_OF[known[-1]] if known else Stage.ASKING
