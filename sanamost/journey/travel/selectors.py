"""Reading travel: plan, services around treatment, notices, who comes this week."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.travel import stay
from sanamost.journey.travel.models import AuthorityNotice, TravelPlan, WorkOrder
from sanamost.journey.travel.states import NoticeState, WorkKind, WorkState
from sanamost.journey.travel.stay import StayWatch
from sanamost.registry.patients import selectors as patients

WEEK = dt.timedelta(days=7)


def access_plan(actor: Actor, public_id: str) -> TravelPlan:
    """The plan; raises `NotVisible`."""
    return TravelPlan.objects.select_related("booking", "case").access(actor, public_id)


def plan_of_case(actor: Actor, case_id: int) -> TravelPlan | None:
    """The case's plan, as far as the actor may see it."""
    rows = TravelPlan.objects.visible_to(actor).filter(case_id=case_id)
    plan = rows.select_related("booking", "case", "welcome_pack", "invitation_sheet").first()
    if plan:
        note_seen(case_id, "travel")
    return plan


def access_work(actor: Actor, public_id: str) -> WorkOrder:
    """The work order; raises `NotVisible`."""
    return WorkOrder.objects.select_related("case").access(actor, public_id)


def works_of(actor: Actor, case_id: int) -> list[WorkOrder]:
    """The case's work orders in the order of their kinds, cancelled ones last."""
    rows = list(WorkOrder.objects.visible_to(actor).filter(case_id=case_id))
    place = {kind: number for number, kind in enumerate(WorkKind.values)}
    return sorted(rows, key=lambda w: (w.state == WorkState.CANCELLED, place[w.kind], w.pk))


def access_notice(actor: Actor, public_id: str) -> AuthorityNotice:
    """The notice; raises `NotVisible`."""
    return AuthorityNotice.objects.select_related("case").access(actor, public_id)


def notices_of(actor: Actor, case_id: int) -> list[AuthorityNotice]:
    """The case's notices, the arrival's first."""
    rows = AuthorityNotice.objects.visible_to(actor).filter(case_id=case_id)
    return list(rows.select_related("paper").order_by("due_at"))


def open_notices(case_id: int) -> bool:
    """Whether a notice to the authorities is still owed."""
    return AuthorityNotice.objects.filter(case_id=case_id, state=NoticeState.DUE).exists()


def notices(actor: Actor, *, filed: bool = False) -> Any:
    """Every notice that the actor may see: those due, soonest first, or those filed."""
    rows = AuthorityNotice.objects.visible_to(actor).select_related("case", "case__patient")
    if filed:
        return rows.filter(state=NoticeState.FILED).order_by("-filed_at")
    return rows.filter(state=NoticeState.DUE).order_by("due_at")


def stay_of(actor: Actor, plan: TravelPlan) -> StayWatch:
    """The legal stay against the plan; raises `NotVisible` without the identity class."""
    patient = patients.patient_of(actor, patient_id=plan.case.patient_id, case_id=plan.case_id)
    return stay.watch(plan, patient)


def pack_is_outdated(plan: TravelPlan) -> bool:
    """Whether the arrival was changed after the welcome pack was sent."""
    if plan.welcome_pack is None or plan.arrival_set_at is None:
        return False
    return plan.arrival_set_at > plan.welcome_pack.created_at


@dataclass(frozen=True)
class Arrival:
    """One row of the list of who comes."""

    plan: TravelPlan
    case_id: str
    case_number: str
    patient: Any
    met_by: str
    ride: WorkOrder | None
    missing: tuple[str, ...]
    """Codes: arrival, invitation, welcome_pack, outdated_pack, meeting, passport, extension."""
    admitted: bool


def arrivals(actor: Actor, *, first: dt.date, weeks: int = 1) -> list[Arrival]:
    """Who comes in the weeks from `first` on, soonest first: by the booking or the arrival told.

    Constant number of queries.
    """
    before = first + weeks * WEEK
    by_booking = Q(booking__arrives_on__gte=first, booking__arrives_on__lt=before)
    by_arrival = Q(arrival_at__date__gte=first, arrival_at__date__lt=before)
    plans = list(
        TravelPlan.objects.visible_to(actor)
        .filter(by_booking | by_arrival)
        .exclude(booking__state="released")
        .select_related("booking", "case", "welcome_pack")
        .order_by("booking__arrives_on", "arrival_at", "pk")
    )
    known = patients.patients_by_key(actor, {plan.case.patient_id for plan in plans})
    rides = _rides(actor, [plan.case_id for plan in plans])
    for plan in plans:
        note_seen(plan.case_id, "travel")
    return [
        _arrival(plan, known.get(plan.case.patient_id), rides.get(plan.case_id)) for plan in plans
    ]


def _rides(actor: Actor, case_ids: list[int]) -> dict[int, WorkOrder]:
    rows = WorkOrder.objects.visible_to(actor).filter(case_id__in=case_ids, kind=WorkKind.TRANSFER)
    return {row.case_id: row for row in rows.exclude(state=WorkState.CANCELLED)}


def _arrival(plan: TravelPlan, patient: Any, ride: WorkOrder | None) -> Arrival:
    met_by = plan.met_by or (ride.assigned_to if ride else "")
    return Arrival(
        plan=plan,
        case_id=plan.case.public_id,
        case_number=plan.case.number,
        patient=patient,
        met_by=met_by,
        ride=ride,
        missing=tuple(_missing(plan, patient, met_by, ride)),
        admitted=plan.booking.state == "used",
    )


def _missing(plan: TravelPlan, patient: Any, met_by: str, ride: WorkOrder | None) -> list[str]:
    checks = [
        ("arrival", plan.arrival_at is None),
        ("invitation", plan.needs_visa and plan.invitation_sheet_id is None),
        ("welcome_pack", plan.welcome_pack_id is None),
        ("outdated_pack", pack_is_outdated(plan)),
        ("meeting", ride is not None and not met_by),
        ("passport", patient is not None and not patient.passport_number),
        ("extension", patient is not None and stay.watch(plan, patient).extension_needed),
    ]
    return [code for code, true in checks if true]


def plan_or_refuse(actor: Actor, case_id: int) -> TravelPlan:
    """The case's plan; raises `NotVisible` where there is none for this actor."""
    plan = plan_of_case(actor, case_id)
    if plan is None:
        raise NotVisible
    return plan
