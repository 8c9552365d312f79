"""Reading cases: who may see which, what happened, what is due."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    F,
    Min,
    Q,
    QuerySet,
)

from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.cases.models import Case, Clock, Participant
from sanamost.journey.cases.states import ClockKind


def access_case(actor: Actor, public_id: str) -> Case:
    """The case, if the actor may know of it; raises `NotVisible`."""
    case = Case.objects.access(actor, public_id)
    note_seen(case.pk, "case")
    return case


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Every case that the actor may know of, newest first."""
    return Case.objects.visible_to(actor).order_by("-opened_at")


def case_of(case_id: int) -> Case:
    """The case by its key, for other stages that hold it already.

    Raises `NotVisible` where the database does not show it to who acts: their sight of it is over.
    """
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotVisible
    return case


def still_seen(actor: Actor, case_id: int) -> bool:
    """Whether the actor may see the case now; a clinic that was not chosen may not any more."""
    return Case.objects.visible_to(actor).filter(pk=case_id).exists()


def case_by_number(number: str) -> Case:
    """The case of the number, for the platform's own commands; raises `NotVisible`."""
    case = Case.objects.filter(number=number.strip()).first()
    if case is None:
        raise NotVisible
    return case


def represents_patient(actor: Actor, case_id: int) -> Participant:
    """The actor's participation with the right to sign and decide; raises `NotVisible`.

    A patient decides for themselves; a companion only where they represent the patient.
    """
    row = Participant.objects.filter(
        case_id=case_id, user_id=actor.user_id or 0, ended_at__isnull=True
    ).first()
    if actor.organisation_id is not None or row is None:
        raise NotVisible
    if row.role != "patient" and not row.represents:
        raise NotVisible
    return row


def participants_of(case_id: int) -> list[Participant]:
    """Who takes part on the patient's side now."""
    return list(
        Participant.objects.filter(case_id=case_id, ended_at__isnull=True)
        .select_related("user")
        .order_by("started_at")
    )


def running_clocks(actor: Actor, case_ids: list[int] | None = None) -> list[Clock]:
    """What is due, soonest first; an organisation sees its own clocks and the case's."""
    rows = Clock.objects.visible_to(actor).filter(done_at__isnull=True)
    if not actor.system and actor.organisation_id is not None:
        rows = rows.exclude(organisation__isnull=False) | rows.filter(
            organisation_id=actor.organisation_id
        )
    if case_ids is not None:
        rows = rows.filter(case_id__in=case_ids)
    return list(rows.order_by("due_at"))


def clock_started(*, case_id: int, kind: ClockKind, subject: str) -> dt.datetime | None:
    """When the clock of the kind began for the subject, running or done."""
    rows = Clock.objects.filter(case_id=case_id, kind=kind, subject=subject)
    return rows.values_list("started_at", flat=True).first()


def soonest_dues(actor: Actor) -> QuerySet[Clock, tuple[int, str, dt.datetime]]:
    """Case, kind and moment of what is due soonest in each case.

    For lists to join to cases whose identity class the actor was found to see; of clocks
    themselves only the database's fence is asked here.
    """
    own = Q(organisation__isnull=True) | Q(organisation_id=actor.organisation_id)
    rows = Clock.objects.filter(own, done_at__isnull=True)
    soonest = rows.order_by("case_id", "due_at").distinct("case_id")
    return soonest.values_list("case_id", "kind", "due_at")


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What has come true of a case, without anybody's name: for counting."""

    case_id: int
    origin: str
    partner_id: int | None
    facts: tuple[str, ...]
    end_reason: str


def facts_of_cases(
    *, opened_from: dt.datetime, opened_before: dt.datetime, case_ids: set[int] | None = None
) -> list[CaseFacts]:
    """The facts of every case opened in the half-open period, or of those named among them.

    For figures alone: the caller acts as the system and shows sums, never a case.
    """
    rows = Case.objects.filter(opened_at__gte=opened_from, opened_at__lt=opened_before)
    if case_ids is not None:
        rows = rows.filter(pk__in=case_ids)
    found = rows.values_list("pk", "origin", "partner_id", "facts", "end_reason")
    return [CaseFacts(key, way, sent, tuple(facts), why) for key, way, sent, facts, why in found]


class Median(Aggregate):
    """The middle value, as PostgreSQL counts it."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, slots=True)
class Punctuality:
    """How an organisation keeps its clocks: sums, never a case."""

    overdue: int = 0
    oldest_due_at: dt.datetime | None = None
    answered: int = 0
    """Verdicts given since the day asked for."""
    answer_time: dt.timedelta | None = None
    """The median time from a referral to its verdict."""


def punctuality(*, now: dt.datetime, since: dt.datetime) -> dict[int, Punctuality]:
    """Overdue clocks and response times by organisation, in one query.

    For figures alone: the caller acts as the system.
    """
    late = Q(done_at__isnull=True, due_at__lt=now)
    given = Q(kind=ClockKind.VERDICT, done_at__gte=since)
    rows = (
        Clock.objects.filter(late | given, organisation__isnull=False)
        .values("organisation_id")
        .annotate(
            overdue=Count("pk", filter=late),
            oldest=Min("due_at", filter=late),
            answered=Count("pk", filter=given),
            time=Median(F("done_at") - F("started_at"), filter=given),
        )
    )
    return {
        row["organisation_id"]: Punctuality(
            row["overdue"], row["oldest"], row["answered"], row["time"]
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """When a referral came and when its verdict was given, with the calendar of the clinic."""

    organisation_id: int
    calendar: str
    time_zone: str
    asked_at: dt.datetime
    answered_at: dt.datetime


def answers_given(*, since: dt.datetime) -> list[AnswerTime]:
    """Every verdict given since, of whatever case, in one query.

    For figures alone: the caller acts as the system.
    """
    rows = Clock.objects.filter(
        kind=ClockKind.VERDICT, done_at__gte=since, organisation__isnull=False
    )
    columns = ("organisation_id", "organisation__calendar", "organisation__time_zone")
    return [AnswerTime(*row) for row in rows.values_list(*columns, "started_at", "done_at")]


def case_numbered(number: str) -> Case | None:
    """The case of a number as people write it, for staff access, which works as the system."""
    return Case.objects.filter(number__iexact=number.strip()).first()
