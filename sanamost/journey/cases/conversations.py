"""What the patient's side and one organisation say to each other on a case."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.access.roles import DataClass, Role
from sanamost.foundation.access.selectors import colleagues, grants_on
from sanamost.foundation.audit import services as audit
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.foundation.messaging import services as messaging
from sanamost.journey.cases.models import Case, Participant

LONGEST = 5000
WRITTEN = messaging.notice_kind(
    "cases.message",
    _("A message on the case %(number)s"),
    _("There is a new message for you on the case %(number)s. To read and answer it, sign in."),
)


class WordsMissing(Refusal):
    """An empty message says nothing, an endless one is a paper."""

    code = "words_missing"
    message = _("Write something, up to %(most)s characters.")
    field = "words"


def say(
    *, actor: Actor, case: Case, organisation_id: int, words: str, language: str, now: dt.datetime
) -> Any:
    """Say something to the other side, who is told; words stay as they were written.

    A person of the organisation speaks for it; a participant speaks for the patient's side, to an
    organisation that may see the case now. Raises `WordsMissing`, `NotVisible`.
    """
    text = words.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise WordsMissing(most=LONGEST)
    if not Case.objects.visible_to(actor).filter(pk=case.pk).exists():
        raise NotVisible
    if organisation_id not in partners_in_talk(actor, case.pk):
        raise NotVisible
    message = messaging.write_message(
        actor=actor,
        case_id=case.pk,
        organisation_id=organisation_id,
        words=text,
        language=language,
        now=now,
    )
    audit.record(
        action="cases.message.written", case_id=case.pk, subject=message.public_id, now=now
    )
    _tell(actor, case, organisation_id, now)
    return message


def partners_in_talk(actor: Actor, case_id: int) -> list[int]:
    """With which organisations the actor may talk on the case: their own, or all that see it."""
    if actor.organisation_id is not None:
        return [actor.organisation_id] if DataClass.IDENTITY in actor.classes else []
    shown = {g.organisation_id for g in grants_on(case_id) if g.data_class == DataClass.IDENTITY}
    return sorted(shown)


def _tell(actor: Actor, case: Case, organisation_id: int, now: dt.datetime) -> None:
    with acting_as(system("message")):
        if actor.organisation_id is None:
            people = [user.pk for user in colleagues(organisation_id, Role.COORDINATOR)]
            link, place = f"/desk/cases/{case.public_id}/", organisation_id
        else:
            live = Participant.objects.filter(case_id=case.pk, ended_at__isnull=True)
            people = list(live.values_list("user_id", flat=True))
            link, place = f"/my/cases/{case.public_id}/", None
        messaging.tell(
            user_ids=[user_id for user_id in people if user_id != actor.user_id],
            kind=WRITTEN,
            now=now,
            case_id=case.pk,
            organisation_id=place,
            link=link,
            parameters={"number": case.number},
        )
