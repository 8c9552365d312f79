"""Time passes faster in the demonstration."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit import services as audit
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import Refusal
from sanamost.journey.aftercare import policies
from sanamost.journey.aftercare.models import FollowUp
from sanamost.journey.aftercare.services.follow_ups import ask_due
from sanamost.journey.aftercare.states import FollowUpState


class OnlyInDemonstration(Refusal):
    """Time cannot be moved in a real installation."""

    code = "only_in_demonstration"
    message = _("Time can be moved in the demonstration only.")


def bring_forward(*, actor: Actor, case_id: int, days: int, now: dt.datetime) -> int:
    """Demonstration only: let `days` pass for the case's follow-ups, then ask those due.

    Nobody waits a week to see a follow-up. Stands in the trail; says how many were asked.
    Raises `OnlyInDemonstration`.
    """
    if not settings.DEMONSTRATION:
        raise OnlyInDemonstration
    rows = FollowUp.objects.filter(case_id=case_id, state=FollowUpState.SCHEDULED)
    first = rows.first()
    if first is None:
        raise MoveNotAllowed
    if not actor.system:
        policies.may_attend(actor, first)
    audit.record(
        action="aftercare.demonstration.time_passed",
        case_id=case_id,
        details={"days": days},
        now=now,
    )
    with acting_as(system("demonstration: time passes")):
        for row in rows.select_for_update():
            row.due_on -= dt.timedelta(days=days)
            row.save(update_fields=["due_on"])
        return ask_due(now=now, case_id=case_id)
