"""Follow-ups: scheduled at discharge, asked when due, answered, attended to."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.events.transitions import MoveNotAllowed, locked, transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.messaging.services import tell
from sanamost.journey.aftercare import policies, telling
from sanamost.journey.aftercare.events import (
    FollowUpAnswered,
    FollowUpAsked,
    FollowUpAttended,
    FollowUpMissed,
)
from sanamost.journey.aftercare.models import FollowUp
from sanamost.journey.aftercare.states import Feeling, FollowUpState
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases import services as moving
from sanamost.journey.cases.states import ClockKind
from sanamost.journey.travel import services as travelling
from sanamost.registry.organisations import selectors as organisations

DAYS = (7, 30, 90)
ANSWER_WITHIN = dt.timedelta(days=14)
BATCH = 200


class OutOfScale(Refusal):
    """A mark outside its scale."""

    code = "out_of_scale"
    message = _("Please choose one of the marks of the scale.")


class AnsweredAlready(Refusal):
    """One answer each."""

    code = "answered_already"
    message = _("You have answered this already. Thank you.")


class NotAskedYet(Refusal):
    """The patient was not asked yet."""

    code = "not_asked_yet"
    message = _("The patient has not been asked how they are yet (day 7).")


def schedule(*, episode: Any, now: dt.datetime) -> list[FollowUp]:
    """Contacts 7, 30 and 90 days after discharge by the clinic's calendar day; made once."""
    left = (episode.discharged_at or now).astimezone(_zone(episode.organisation_id)).date()
    made = []
    for day in DAYS:
        row, _fresh = FollowUp.objects.get_or_create(
            episode_id=episode.pk,
            day=day,
            defaults={
                "case_id": episode.case_id,
                "organisation_id": episode.organisation_id,
                "due_on": left + dt.timedelta(days=day),
            },
        )
        made.append(row)
    audit.record(
        action="aftercare.follow_ups.scheduled",
        case_id=episode.case_id,
        subject=episode.public_id,
        now=now,
    )
    return made


def ask_due(*, now: dt.datetime, case_id: int | None = None) -> int:
    """Ask everybody whose day has come, and note who has not answered; says how many were asked.

    The platform's own work, safe to run at any time and twice. Rows that another run holds are
    left to it.
    """
    rows = FollowUp.objects.filter(
        state=FollowUpState.SCHEDULED, due_on__lte=now.date() + dt.timedelta(days=1)
    )
    if case_id is not None:
        rows = rows.filter(case_id=case_id)
    asked = 0
    for row in rows.select_for_update(skip_locked=True).order_by("due_on", "pk")[:BATCH]:
        if row.due_on <= now.astimezone(_zone(row.organisation_id)).date():
            _ask(row, now)
            asked += 1
    _miss(now)
    return asked


def _ask(row: FollowUp, now: dt.datetime) -> None:
    transition(
        row,
        FollowUpState.ASKED,
        action="aftercare.follow_up.asked",
        now=now,
        event=FollowUpAsked(case_id=row.case_id, follow_up=row.public_id, day=row.day),
        asked_at=now,
    )
    moving.start_clock(
        case_id=row.case_id,
        kind=ClockKind.FOLLOW_UP,
        now=now,
        organisation_id=row.organisation_id,
        subject=row.public_id,
        due_at=now + ANSWER_WITHIN,
    )
    tell(
        user_ids=travelling.patient_side(row.case_id),
        kind=telling.HOW_ARE_YOU,
        now=now,
        case_id=row.case_id,
        link=f"/my/follow-ups/{row.public_id}/",
        parameters={"case": cases.case_of(row.case_id).number, "day": row.day},
    )


def _miss(now: dt.datetime) -> None:
    late = FollowUp.objects.filter(
        state=FollowUpState.ASKED, asked_at__lte=now - ANSWER_WITHIN
    ).select_for_update(skip_locked=True)
    for row in late.order_by("pk")[:BATCH]:
        transition(
            row,
            FollowUpState.MISSED,
            action="aftercare.follow_up.missed",
            now=now,
            event=FollowUpMissed(
                case_id=row.case_id,
                organisation_id=row.organisation_id,
                follow_up=row.public_id,
                day=row.day,
            ),
        )
        _stop_clock(row, now)


def answer(
    *,
    actor: Actor,
    follow_up: FollowUp,
    feeling: Feeling,
    pain: int,
    complication: bool,
    words: str,
    language: str,
    now: dt.datetime,
) -> FollowUp:
    """The patient's side says how it is: early, late and after the closing too.

    A complication, or feeling worse, is told to coordinators, physicians and quality officers of
    the clinic at once. Raises `OutOfScale`, `AnsweredAlready`.
    """
    policies.may_answer(actor)
    if not 0 <= pain <= 10:
        raise OutOfScale(field="pain")
    follow_up = locked(follow_up)
    if follow_up.state == FollowUpState.ANSWERED:
        raise AnsweredAlready
    worrying = complication or feeling == Feeling.WORSE
    event = FollowUpAnswered(
        case_id=follow_up.case_id,
        organisation_id=follow_up.organisation_id,
        follow_up=follow_up.public_id,
        day=follow_up.day,
        worrying=worrying,
    )
    transition(
        follow_up,
        FollowUpState.ANSWERED,
        action="aftercare.follow_up.answered",
        now=now,
        event=event,
        feeling=feeling,
        pain=pain,
        complication=complication,
        words=words.strip(),
        words_language=language,
        answered_at=now,
    )
    _stop_clock(follow_up, now)
    if worrying:
        _alarm(follow_up, now)
    return follow_up


def _alarm(row: FollowUp, now: dt.datetime) -> None:
    people = access.colleagues(row.organisation_id, Role.COORDINATOR, Role.PHYSICIAN, Role.QUALITY)
    tell(
        user_ids=[person.pk for person in people],
        kind=telling.WORRYING,
        now=now,
        case_id=row.case_id,
        organisation_id=row.organisation_id,
        link="/desk/follow-ups/",
        parameters={"case": cases.case_of(row.case_id).number, "day": row.day},
    )


def attend(*, actor: Actor, follow_up: FollowUp, note: str, now: dt.datetime) -> None:
    """Note what was done about a worrying answer; it leaves the top of the list."""
    policies.may_attend(actor, follow_up)
    if not note.strip():
        raise Refusal(_("Say in a few words what was done."), code="note_needed", field="note")
    follow_up = locked(follow_up)
    if follow_up.state != FollowUpState.ANSWERED or follow_up.attended_at:
        raise MoveNotAllowed
    follow_up.attended_at, follow_up.attended_by_id = now, actor.user_id
    follow_up.attended_note = note.strip()
    follow_up.save(update_fields=["attended_at", "attended_by", "attended_note"])
    audit.record(
        action="aftercare.follow_up.attended",
        case_id=follow_up.case_id,
        subject=follow_up.public_id,
        now=now,
    )
    event = FollowUpAttended(
        case_id=follow_up.case_id,
        organisation_id=follow_up.organisation_id,
        follow_up=follow_up.public_id,
    )
    publish(event, now=now)


def translate_answer(
    *, actor: Actor, follow_up: FollowUp, words: str, language: str, now: dt.datetime
) -> FollowUp:
    """Put the patient's words into another language, beside them; the translator is named.

    For the clinic's people who may answer for it. Raises `MoveNotAllowed` where no words are.
    """
    policies.may_attend(actor, follow_up)
    row = locked(follow_up)
    if not row.words:
        raise MoveNotAllowed
    row.translation, row.translation_language = words.strip()[:20_000], language
    row.translated_by = actor.name[:100]
    row.save(update_fields=["translation", "translation_language", "translated_by"])
    audit.record(
        action="aftercare.follow_up.translated",
        case_id=row.case_id,
        subject=row.public_id,
        now=now,
    )
    fresh: FollowUp = row
    return fresh


def _stop_clock(row: FollowUp, now: dt.datetime) -> None:
    moving.stop_clock(case_id=row.case_id, kind=ClockKind.FOLLOW_UP, now=now, subject=row.public_id)


def _zone(organisation_id: int) -> ZoneInfo:
    return ZoneInfo(organisations.timing_of(organisation_id).time_zone)
