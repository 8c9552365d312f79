"""Requests: what the patient asked for."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sanamost.foundation.access.acting import acting_as, note_seen
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import DataClass
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.states import ClockKind
from sanamost.journey.requests.models import (
    Draft,
    MedicalNeed,
    Request,
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a visitor learns of the request that they have just sent."""

    number: str
    desk: dict[str, str]
    """The desk's name by language."""
    submitted_at: dt.datetime
    acknowledge_due: dt.datetime | None
    call_due: dt.datetime | None


def receipt_of(draft: Draft) -> Receipt:
    """The receipt of the case that the draft became, for whoever holds the draft's secret."""
    with acting_as(system("receipt of a request")):
        rows = Request.objects.select_related("case", "desk")
        request = rows.get(case_id=draft.case_id or 0)
        due = {
            clock.kind: clock.due_at
            for clock in cases.running_clocks(system("receipt of a request"), [request.case_id])
        }
    return Receipt(
        number=request.case.number,
        desk=request.desk.names,
        submitted_at=request.submitted_at,
        acknowledge_due=due.get(ClockKind.ACKNOWLEDGE),
        call_due=due.get(ClockKind.CALL_BACK),
    )


def request_of(actor: Actor, case: Any) -> Request:
    """The request of a case; raises `NotVisible`."""
    rows = Request.objects.visible_to(actor).select_related("case", "assigned_to", "desk")
    request = rows.filter(case_id=case.pk).first()
    if request is None:
        raise NotVisible
    note_seen(case.pk, DataClass.IDENTITY)
    return request


def desk_of(case_id: int) -> int | None:
    """The key of the desk that took the case in, for handlers that act as the system."""
    rows = Request.objects.filter(case_id=case_id)
    return rows.values_list("desk_id", flat=True).first()


def access_request(actor: Actor, public_id: str) -> Request:
    """The request of the public id; raises `NotVisible`."""
    return Request.objects.select_related("case", "assigned_to", "desk").access(actor, public_id)


def request_key(public_id: str) -> int:
    """The key of the request, for a later stage that was given its public id by the intake."""
    return int(Request.objects.values_list("pk", flat=True).get(public_id=public_id))


def need_of(actor: Actor, case: Any) -> MedicalNeed | None:
    """The need in the patient's words; None without sight of the clinical class."""
    need = MedicalNeed.objects.visible_to(actor).filter(case_id=case.pk).first()
    if need is not None:
        note_seen(case.pk, DataClass.CLINICAL)
    return need


def earlier_case_of(actor: Actor, request: Request) -> Any | None:
    """The case of what looks like the same person, where the actor may know of it."""
    if request.duplicate_of_id is None:
        return None
    return cases.visible_cases(actor).filter(pk=request.duplicate_of_id).first()
