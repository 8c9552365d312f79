"""Reading follow-ups and surveys."""

import datetime as dt
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.journey.aftercare.models import FollowUp, Survey
from sanamost.journey.aftercare.states import Feeling, FollowUpState

ALARMS = (Q(complication=True) | Q(feeling=Feeling.WORSE)) & Q(attended_at__isnull=True)


def access_follow_up(actor: Actor, public_id: str) -> FollowUp:
    """The follow-up; raises `NotVisible`."""
    return FollowUp.objects.select_related("case", "episode").access(actor, public_id)


def follow_ups_of(actor: Actor, case_id: int) -> list[FollowUp]:
    """The case's follow-ups in the order of their days."""
    rows = FollowUp.objects.visible_to(actor).filter(case_id=case_id)
    found = list(rows.select_related("attended_by").order_by("day"))
    if found:
        note_seen(case_id, "clinical")
    return found


def follow_ups(actor: Actor, *, state: str = "") -> QuerySet[FollowUp]:
    """Every follow-up that the actor may see: alarms first, then what waits, then by day."""
    rows = FollowUp.objects.visible_to(actor).select_related("case", "case__patient")
    if state:
        rows = rows.filter(state=state)
    return rows.annotate(
        place=Case(
            When(ALARMS, then=Value(0)),
            When(state=FollowUpState.MISSED, then=Value(1)),
            When(state=FollowUpState.ASKED, then=Value(2)),
            When(state=FollowUpState.SCHEDULED, then=Value(3)),
            default=Value(4),
            output_field=IntegerField(),
        )
    ).order_by("place", "due_on", "pk")


def alarms(actor: Actor) -> int:
    """How many worrying answers nobody has dealt with."""
    return FollowUp.objects.visible_to(actor).filter(ALARMS).count()


def open_for_patient(actor: Actor, case_id: int) -> FollowUp | None:
    """The follow-up that the patient is asked to answer now."""
    rows = FollowUp.objects.visible_to(actor).filter(case_id=case_id)
    waiting = rows.filter(state__in=[FollowUpState.ASKED, FollowUpState.MISSED])
    return waiting.order_by("-day").first()


def survey_of(actor: Actor, episode: Any) -> Survey | None:
    """What the patient thought of it."""
    return Survey.objects.visible_to(actor).filter(episode_id=episode.pk).first()


def days_until_due(rows: list[FollowUp], today: dt.date) -> int | None:
    """How many days must pass for the next follow-up to be due; None where none is to come."""
    coming = [row.due_on for row in rows if row.state == FollowUpState.SCHEDULED]
    return max(0, (min(coming) - today).days) if coming else None
