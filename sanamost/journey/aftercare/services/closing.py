"""The end of a case."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.services import publish
from sanamost.foundation.languages.errors import Refusal
from sanamost.foundation.messaging.services import tell
from sanamost.journey.aftercare import policies, telling
from sanamost.journey.aftercare.events import (
    CaseClosed,
)
from sanamost.journey.aftercare.services.follow_ups import NotAskedYet
from sanamost.journey.aftercare.services.survey import survey_was_asked
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases import services as moving
from sanamost.journey.cases.states import Fact
from sanamost.journey.requests import services as requests
from sanamost.journey.travel import selectors as travel
from sanamost.journey.travel import services as travelling


class NotSettled(Refusal):
    """Money is open."""

    code = "not_settled"
    message = _("The final invoice is not settled yet.")


class NoticeOpen(Refusal):
    """A notice to the authorities is owed."""

    code = "notice_open"
    message = _("A notice to the authorities is still to be filed.")


def close(*, actor: Actor, episode: Any, now: dt.datetime) -> None:
    """Close the case (see the module's words on when). The request is closed with it.

    Raises `NotSettled`, `NoticeOpen`, `NotAskedYet`, `CaseIsOver`.
    """
    policies.may_close(actor, episode)
    case = cases.case_of(episode.case_id)
    if Fact.CLOSED in case.facts:
        raise moving.CaseIsOver
    if Fact.SETTLED not in case.facts:
        raise NotSettled
    if travel.open_notices(case.pk):
        raise NoticeOpen
    if not episode.is_remote and not survey_was_asked(episode):
        raise NotAskedYet
    requests.close(case_id=case.pk, now=now)
    audit.record(
        action="aftercare.case.closed", case_id=case.pk, subject=episode.public_id, now=now
    )
    publish(CaseClosed(case_id=case.pk, episode=episode.public_id), now=now)
    tell(
        user_ids=travelling.patient_side(case.pk),
        kind=telling.CLOSED,
        now=now,
        case_id=case.pk,
        link=f"/my/cases/{case.public_id}/",
        parameters={"case": case.number},
    )
    moving.establish(case_id=case.pk, fact=Fact.CLOSED, now=now)
