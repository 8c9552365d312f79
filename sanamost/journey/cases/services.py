"""Opening, moving on, timing and ending a case. Other stages call these; nobody sets a stage."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.roles import DataClass, Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.cases import clocks
from sanamost.journey.cases.events import CaseEnded, CaseOpened, ClockOverdue, StageChanged
from sanamost.journey.cases.models import Case, Clock, Participant
from sanamost.journey.cases.states import (
    CaseKind,
    ClockKind,
    EndReason,
    Fact,
    Origin,
    Payer,
    PurposeOfArrival,
    Stage,
    stage_of,
)


class CaseIsOver(Refusal):
    """The case is closed or has ended early."""

    code = "case_is_over"
    message = _("This case is over; nothing more can be done in it.")


def open_case(
    *,
    patient_id: int,
    origin: Origin,
    language: str,
    area: str,
    purpose_of_arrival: PurposeOfArrival,
    payer: Payer,
    now: dt.datetime,
    partner_id: int | None = None,
    kind: CaseKind = CaseKind.INBOUND,
    facts: Iterable[Fact] = (),
) -> Case:
    """A new case with its number; only the system's own intake can make one.

    `facts` have come true already; nobody is told of the stage that follows from them.
    """
    known = [str(fact) for fact in facts]
    case = Case.objects.create(
        number=_next_number(now),
        patient_id=patient_id,
        kind=kind,
        origin=origin,
        partner_id=partner_id,
        area=area,
        language=language,
        purpose_of_arrival=purpose_of_arrival,
        payer=payer,
        facts=known,
        stage=stage_of(known),
        opened_at=now,
    )
    audit.record(action="cases.case.opened", case_id=case.pk, subject=case.public_id, now=now)
    publish(CaseOpened(case_id=case.pk), now=now)
    return case


def add_participant(
    *,
    case_id: int,
    user_id: int,
    role: Role,
    now: dt.datetime,
    relation: str = "",
    represents: bool = False,
    classes: Iterable[DataClass] = tuple(DataClass),
    first: bool = False,
) -> Participant:
    """Let a person take part on the patient's side; a live participation stays as it is.

    `first`: the case was opened in this transaction, nobody takes part yet.
    """
    live = (
        None
        if first
        else Participant.objects.filter(
            case_id=case_id, user_id=user_id, ended_at__isnull=True
        ).first()
    )
    return live or Participant.objects.create(
        case_id=case_id,
        user_id=user_id,
        role=role,
        relation=relation,
        represents=represents,
        classes=sorted(classes),
        started_at=now,
    )


def establish(*, case_id: int, fact: Fact, now: dt.datetime) -> Case:
    """Note that a fact has come true; the stage follows. Raises `CaseIsOver` after the end.

    Takes the case's lock: call it last among the locks of a service.
    """
    case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    if fact in case.facts:
        return case
    if case.stage in {Stage.CLOSED, Stage.ENDED_EARLY}:
        raise CaseIsOver
    before = case.stage
    case.facts = [*case.facts, fact]
    case.stage = stage_of(case.facts)
    if case.stage in {Stage.CLOSED, Stage.ENDED_EARLY}:
        case.closed_at = now
    case.save(update_fields=["facts", "stage", "closed_at"])
    if case.stage != before:
        publish(StageChanged(case_id=case.pk, stage=case.stage), now=now)
    return case


def end_early(*, case_id: int, reason: EndReason, now: dt.datetime) -> Case:
    """End the case before its time; every stage answers `CaseEnded` for itself."""
    case = establish(case_id=case_id, fact=Fact.ENDED_EARLY, now=now)
    case.end_reason = reason
    case.save(update_fields=["end_reason"])
    Clock.objects.filter(case_id=case_id, done_at__isnull=True).update(done_at=now)
    audit.record(
        action="cases.case.ended_early",
        case_id=case_id,
        subject=case.public_id,
        details={"reason": str(reason)},
        now=now,
    )
    publish(CaseEnded(case_id=case_id, reason=reason), now=now)
    return case


def start_clock(
    *,
    case_id: int,
    kind: ClockKind,
    now: dt.datetime,
    organisation_id: int | None = None,
    subject: str = "",
    due_at: dt.datetime | None = None,
) -> None:
    """Let a clock run (once per kind and subject); without `due_at` the clock's own rule says."""
    due = due_at or clocks.due(kind, now, organisation_id)
    _start([(case_id, organisation_id, kind, subject, now, max(due, now))])


def restart_clock(
    *,
    case_id: int,
    kind: ClockKind,
    subject: str,
    due_at: dt.datetime,
    now: dt.datetime,
    organisation_id: int | None = None,
) -> None:
    """Let a clock run that may have run and stopped before: something is due once more."""
    again = Clock.objects.filter(case_id=case_id, kind=kind, subject=subject)
    due = max(due_at, now)
    if not again.update(started_at=now, due_at=due, done_at=None, escalated_at=None):
        _start([(case_id, organisation_id, kind, subject, now, due)])


def start_clocks(*, case_id: int, dues: Mapping[ClockKind, dt.datetime], now: dt.datetime) -> None:
    """Let clocks of the case run that are due at these moments, in one statement."""
    _start([(case_id, None, kind, "", now, max(due, now)) for kind, due in dues.items()])


def _start(rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_clock (case_id, organisation_id, kind, subject, started_at, due_at)"
            f" VALUES {', '.join(['(%s, %s, %s, %s, %s, %s)'] * len(rows))} ON CONFLICT DO NOTHING",
            [value for row in rows for value in row],
        )


def stop_clock(*, case_id: int, kind: ClockKind, now: dt.datetime, subject: str = "") -> None:
    """What was due is done."""
    running = Clock.objects.filter(case_id=case_id, kind=kind, done_at__isnull=True)
    if subject:
        running = running.filter(subject=subject)
    running.update(done_at=now)


def escalate_overdue(*, now: dt.datetime) -> int:
    """Publish `ClockOverdue` for each clock that ran out and was not told of yet; how many.

    Runs as the platform. A proposal's validity is no duty: when it is over, the proposal expires.
    Clocks that another run holds are left to it.
    """
    late = (
        Clock.objects.select_for_update(skip_locked=True)
        .filter(done_at__isnull=True, escalated_at__isnull=True, due_at__lt=now)
        .exclude(kind=ClockKind.PROPOSAL_VALID)
        .order_by("due_at")[:500]
    )
    told = list(late)
    for clock in told:
        overdue = ClockOverdue(
            case_id=clock.case_id,
            organisation_id=clock.organisation_id,
            clock=clock.kind,
            subject=clock.subject,
        )
        publish(overdue, now=now)
    Clock.objects.filter(pk__in=[clock.pk for clock in told]).update(escalated_at=now)
    return len(told)


def _next_number(now: dt.datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number_seq')")
        (serial,) = cursor.fetchone()
    return f"SM-{now.year}-{serial:06d}"
