"""The plan of the journey: made with the booking, completed by whoever knows the arrival."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import locked
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.messaging.services import tell
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases import services as moving
from sanamost.journey.cases.states import Fact
from sanamost.journey.requests import selectors as requests
from sanamost.journey.travel import policies, stay, telling
from sanamost.journey.travel.events import ArrivalSet, TravelPrepared
from sanamost.journey.travel.models import TravelPlan
from sanamost.journey.travel.services import works
from sanamost.journey.travel.states import EntryDocument, WorkKind
from sanamost.registry.patients import selectors as patients

MOST_COMPANIONS = 5
FIRST_DAY = dt.date(2000, 1, 1)


class ArrivalTooLate(Refusal):
    """The patient would arrive when the booked days are over."""

    code = "arrival_after_stay"
    message = _("The booked days end on %(day)s. Choose an earlier arrival, or ask to book anew.")
    field = "arrival_at"


class BadCompanion(Refusal):
    """A companion without a name, or too many of them."""

    code = "bad_companion"
    message = _("Up to five companions can come, each with a name.")
    field = "companions"


class EntryOutOfOrder(Refusal):
    """The last legal day lies before the day of entry, or the entry in the future."""

    code = "entry_out_of_order"
    message = _("Check the days: entry cannot be in the future nor after the last day of stay.")
    field = "stay_until"


def prepare(*, actor: Actor, booking: Any, now: dt.datetime) -> TravelPlan:
    """The plan for a booking, with the work orders that the request speaks of; made once.

    Only the platform's own work may call this (it answers the booking).
    """
    plan = TravelPlan.objects.filter(booking_id=booking.pk).first()
    if plan:
        return plan
    case = cases.case_of(booking.case_id)
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    plan = TravelPlan.objects.create(
        case_id=case.pk,
        organisation_id=booking.organisation_id,
        booking=booking,
        needs_visa=stay.needs_visa(patient, case.purpose_of_arrival),
        created_at=now,
    )
    _wish(actor, plan, case, patient, now)
    audit.record(action="travel.plan.prepared", case_id=case.pk, subject=plan.public_id, now=now)
    publish(TravelPrepared(case_id=case.pk, travel=plan.public_id), now=now)
    tell(
        user_ids=patient_side(case.pk),
        kind=telling.ARRIVAL_WANTED,
        now=now,
        case_id=case.pk,
        link=f"/my/cases/{case.public_id}/travel/",
        parameters={"case": case.number},
    )
    return plan


def _wish(actor: Actor, plan: TravelPlan, case: Any, patient: Any, now: dt.datetime) -> None:
    """What the request and the patient's needs call for; the coordinator adds or cancels."""
    asked = requests.request_of(actor, case)
    wanted: list[tuple[WorkKind, str]] = []
    if plan.needs_visa:
        wanted += [(WorkKind.INVITATION, ""), (WorkKind.TRANSLATION, "")]
    if asked.interpreter:
        wanted.append((WorkKind.INTERPRETER, ", ".join(asked.languages or [case.language])))
    if case.purpose_of_arrival == "treatment":
        wanted.append((WorkKind.TRANSFER, ""))
    if asked.companions:
        wanted += [(WorkKind.STAY, ""), (WorkKind.COMPANION, "")]
    if patient.mobility:
        wanted.append((WorkKind.NURSE, ""))
    for kind, wish in wanted:
        works.open_work(actor=actor, plan=plan, kind=kind, wish=wish, now=now)


def set_arrival(
    *,
    actor: Actor,
    plan: TravelPlan,
    arrival_at: dt.datetime,
    place: str,
    carrier: str,
    companions: Sequence[dict[str, str]],
    now: dt.datetime,
) -> TravelPlan:
    """Note when, where and by what the patient arrives, and who comes along.

    An earlier entry is replaced; a welcome pack sent before then stands as outdated until it is
    sent anew. Raises `ArrivalTooLate`, `BadCompanion`.
    """
    policies.may_tell_arrival(actor, plan)
    plan = locked(plan)
    if arrival_at.date() > plan.booking.leaves_on:
        raise ArrivalTooLate(day=plan.booking.leaves_on)
    plan.arrival_at = arrival_at
    plan.arrival_place, plan.carrier = place.strip(), carrier.strip()
    plan.companions = _companions(companions)
    plan.arrival_set_at = now
    plan.save(
        update_fields=["arrival_at", "arrival_place", "carrier", "companions", "arrival_set_at"]
    )
    audit.record(
        action="travel.plan.arrival_set", case_id=plan.case_id, subject=plan.public_id, now=now
    )
    publish(ArrivalSet(case_id=plan.case_id, travel=plan.public_id), now=now)
    travelling_if_ready(plan, now)
    if actor.organisation_id != plan.organisation_id:
        _tell_clinic(plan, now)
    return plan


def record_entry(
    *,
    actor: Actor,
    plan: TravelPlan,
    entered_on: dt.date,
    document: EntryDocument,
    number: str,
    stay_until: dt.date | None,
    now: dt.datetime,
) -> TravelPlan:
    """Note on what document the patient stays and until when; raises `EntryOutOfOrder`.

    Without a day, `stay_until` follows from the visa-free days of the citizenship where there are
    such (migration cards carry the day of entry alone).
    """
    policies.may_arrange(actor, plan)
    tomorrow = now.date() + dt.timedelta(days=1)  # the clinic's day may be ahead of UTC
    if not FIRST_DAY <= entered_on <= tomorrow:
        raise EntryOutOfOrder(field="entered_on")
    if stay_until is not None and stay_until < entered_on:
        raise EntryOutOfOrder
    plan = locked(plan)
    plan.entered_on, plan.entry_document = entered_on, document
    plan.entry_number, plan.stay_until = number.strip(), stay_until
    plan.save(update_fields=["entered_on", "entry_document", "entry_number", "stay_until"])
    audit.record(
        action="travel.plan.entry_recorded",
        case_id=plan.case_id,
        subject=plan.public_id,
        details={"document": str(document)},
        now=now,
    )
    return plan


def travelling_if_ready(plan: TravelPlan, now: dt.datetime) -> None:
    """The journey is arranged once the pack is sent and the arrival known."""
    if plan.welcome_pack_id and plan.arrival_at:
        moving.establish(case_id=plan.case_id, fact=Fact.TRAVELLING, now=now)


def patient_side(case_id: int) -> list[int]:
    """The accounts of the patient's side of a case, to be told something.

    Clinics do not see who takes part, so the platform looks it up.
    """
    with acting_as(system("who is told")):
        return [one.user_id for one in cases.participants_of(case_id)]


def _companions(given: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    named = [
        {key: str(one.get(key, "")).strip() for key in ("name", "relation", "passport_number")}
        for one in given
        if any(str(value).strip() for value in one.values())
    ]
    if len(named) > MOST_COMPANIONS or not all(one["name"] for one in named):
        raise BadCompanion
    return named


def _tell_clinic(plan: TravelPlan, now: dt.datetime) -> None:
    case = cases.case_of(plan.case_id)
    people = access.colleagues(plan.organisation_id, Role.COORDINATOR)
    tell(
        user_ids=[person.pk for person in people],
        kind=telling.ARRIVAL_TOLD,
        now=now,
        case_id=plan.case_id,
        organisation_id=plan.organisation_id,
        link=f"/desk/cases/{case.public_id}/",
        parameters={"case": case.number},
    )
