"""The survey after treatment."""

import datetime as dt
from typing import Any

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import MoveNotAllowed, locked
from sanamost.journey.aftercare import policies
from sanamost.journey.aftercare.events import (
    SurveyAnswered,
)
from sanamost.journey.aftercare.models import FollowUp, Survey
from sanamost.journey.aftercare.services.follow_ups import DAYS, AnsweredAlready, OutOfScale
from sanamost.journey.aftercare.states import FollowUpState


def answer_survey(
    *,
    actor: Actor,
    episode: Any,
    care: int,
    communication: int,
    price_honesty: int,
    recommend: int,
    words: str,
    now: dt.datetime,
) -> Survey:
    """What the patient's side thought of it: three marks of 1 to 5, a likelihood of 0 to 10.

    Once per episode, after discharge. Raises `OutOfScale`, `AnsweredAlready`, `MoveNotAllowed`.
    """
    policies.may_answer(actor)
    marks = {"care": care, "communication": communication, "price_honesty": price_honesty}
    for name, mark in marks.items():
        if not 1 <= mark <= 5:
            raise OutOfScale(field=name)
    if not 0 <= recommend <= 10:
        raise OutOfScale(field="recommend")
    if episode.discharged_at is None:
        raise MoveNotAllowed
    episode = locked(episode)
    if Survey.objects.filter(episode_id=episode.pk).exists():
        raise AnsweredAlready
    survey = Survey.objects.create(
        case_id=episode.case_id,
        organisation_id=episode.organisation_id,
        episode_id=episode.pk,
        **marks,
        recommend=recommend,
        words=words.strip(),
        answered_by_id=actor.user_id or 0,
        answered_at=now,
    )
    audit.record(
        action="aftercare.survey.answered",
        case_id=episode.case_id,
        subject=survey.public_id,
        now=now,
    )
    event = SurveyAnswered(
        case_id=episode.case_id, organisation_id=episode.organisation_id, survey=survey.public_id
    )
    publish(event, now=now)
    return survey


def survey_was_asked(episode: Any) -> bool:
    """Whether the first contact, which asks for the survey too, has gone out."""
    first = FollowUp.objects.filter(episode_id=episode.pk, day=DAYS[0])
    return first.exclude(state=FollowUpState.SCHEDULED).exists()
