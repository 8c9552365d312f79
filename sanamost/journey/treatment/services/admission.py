"""The patient has come."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.commerce.billing import selectors as billing
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import MoveNotAllowed, locked
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.journey.agreements import selectors as agreements
from sanamost.journey.agreements.states import AgreementState
from sanamost.journey.bookings import services as bookings
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases import services as moving
from sanamost.journey.cases.states import Fact
from sanamost.journey.travel import selectors as travel
from sanamost.journey.travel import services as travelling
from sanamost.journey.travel.states import EntryDocument, NoticeKind
from sanamost.journey.treatment import policies
from sanamost.journey.treatment.events import PatientAdmitted
from sanamost.journey.treatment.models import Episode
from sanamost.registry.patients import selectors as patients


class NotInForce(Refusal):
    """Planned care of a foreigner stands on a paid contract (decree 186 of 06.03.2013)."""

    code = "not_in_force"
    message = _(
        "The agreement is not in force. Both sides sign first, then the patient is admitted."
    )


class ConsentMissing(Refusal):
    """No intervention without informed consent (323-FZ of 21.11.2011, article 20)."""

    code = "consent_missing"
    message = _(
        "The consent to treatment is missing. The patient's side gives it on the platform, or "
        "signs it on paper and the clinic keeps the scan; then the patient is admitted."
    )


class NotPaid(Refusal):
    """The deposit that the contract asks for has not come."""

    code = "not_paid"
    message = _("The deposit is not paid yet. Once it is, the doctor begins.")


def admit(
    *,
    actor: Actor,
    booking: Any,
    entered_on: dt.date,
    document: EntryDocument,
    number: str,
    stay_until: dt.date | None,
    now: dt.datetime,
) -> Episode:
    """Take the patient in: the booking is used, the arrival stands, the arrival notice is owed.

    Earlier or later than booked is the clinic's own matter; what counts is that the agreement is in
    force, the consent to treatment stands, and no patient of the state task can suffer by the stay.
    Raises `NotInForce`, `ConsentMissing`, `StartNotSafe`, `EntryOutOfOrder`, and `MoveNotAllowed`
    for a place used already.
    """
    policies.may_admit(actor, booking)
    agreement = booking.agreement
    _check(agreement)
    bookings.check_start(booking=booking, now=now)
    plan = travel.plan_of_case(actor, booking.case_id)
    with acting_as(system("plan of the journey at admission")):
        plan = plan or travelling.prepare(actor=system("admission"), booking=booking, now=now)
    travelling.record_entry(
        actor=actor,
        plan=plan,
        entered_on=entered_on,
        document=document,
        number=number,
        stay_until=stay_until,
        now=now,
    )
    bookings.mark_used(booking_id=booking.pk, now=now)
    episode = _open(agreement, booking, "treatment.patient.admitted", now)
    case = cases.case_of(episode.case_id)
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    travelling.owe_notice(
        case_id=case.pk,
        organisation_id=episode.organisation_id,
        kind=NoticeKind.ARRIVAL,
        citizenship=patient.citizenship,
        now=now,
    )
    _tell_of_beginning(episode, now)
    return episode


def begin_remote(*, actor: Actor, agreement: Any, now: dt.datetime) -> Episode:
    """The doctor begins a remote opinion: nobody comes, so nothing is booked and no notice is owed.

    The contract is in force, its deposit paid and the consent given, as at an admission. Raises
    `NotVisible` where the patient comes to the clinic, `NotInForce`, `NotPaid`, `ConsentMissing`,
    `MoveNotAllowed` for work that has begun.
    """
    policies.may_admit(actor, agreement)
    if not cases.case_of(agreement.case_id).is_remote:
        raise NotVisible
    agreement = locked(agreement)
    if Episode.objects.filter(agreement_id=agreement.pk).exists():
        raise MoveNotAllowed
    _check(agreement)
    if not billing.deposit_settled(agreement.pk):
        raise NotPaid
    episode = _open(agreement, None, "treatment.opinion.begun", now)
    _tell_of_beginning(episode, now)
    return episode


def _open(agreement: Any, booking: Any, action: str, now: dt.datetime) -> Episode:
    episode = Episode.objects.create(
        case_id=agreement.case_id,
        organisation_id=agreement.organisation_id,
        booking=booking,
        agreement=agreement,
        admitted_at=now,
    )
    audit.record(action=action, case_id=episode.case_id, subject=episode.public_id, now=now)
    return episode


def _tell_of_beginning(episode: Episode, now: dt.datetime) -> None:
    publish(PatientAdmitted(case_id=episode.case_id, episode=episode.public_id), now=now)
    moving.establish(case_id=episode.case_id, fact=Fact.ADMITTED, now=now)


def _check(agreement: Any) -> None:
    """The contract is in force and the consent to treatment stands."""
    if agreement.state != AgreementState.IN_FORCE:
        raise NotInForce
    with acting_as(system("consent at admission")):  # whatever the coordinator's own classes are
        agreed = agreements.treatment_agreed(agreement.case_id)
    if not agreed:
        raise ConsentMissing
