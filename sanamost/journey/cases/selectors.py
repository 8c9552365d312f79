"""Reading cases: who may see which, what happened, what is due."""

import datetime as dt

from django.db.models import OuterRef, Q, QuerySet, Subquery

from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.cases.models import Case, Clock, Participant


def access_case(actor: Actor, public_id: str) -> Case:
    """The case, if the actor may know of it; raises `NotVisible`."""
    case = Case.objects.access(actor, public_id)
    note_seen(case.pk, "case")
    return case


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """Every case that the actor may know of, newest first."""
    return Case.objects.visible_to(actor).order_by("-opened_at")


def case_of(case_id: int) -> Case:
    """The case by its key, for other stages that hold it already."""
    return Case.objects.get(pk=case_id)


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


def soonest_due(actor: Actor, case_key: str = "case_id") -> Subquery:
    """The next moment due on each case of a query, for its order: `case_key` names its case."""
    own = Q(organisation__isnull=True) | Q(organisation_id=actor.organisation_id)
    running = Clock.objects.filter(own, case_id=OuterRef(case_key), done_at__isnull=True)
    return Subquery(running.order_by("due_at").values("due_at")[:1])


def overdue_clocks(now: dt.datetime) -> list[Clock]:
    """Late and not yet escalated."""
    return list(
        Clock.objects.filter(
            done_at__isnull=True, escalated_at__isnull=True, due_at__lt=now
        ).order_by("due_at")[:500]
    )
