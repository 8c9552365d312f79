"""Giving a foreign patient what the state task keeps: two people, a reason, and a count."""

import datetime as dt

from django.db import connection
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.events.transitions import locked, transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.registry.resources.models import Concession
from sanamost.registry.resources.policies import require_decider, require_keeper
from sanamost.registry.resources.services.counting import count_openings, tell_counted
from sanamost.registry.resources.services.supply import PeriodReversed, own_resource
from sanamost.registry.resources.states import ConcessionState

LONGEST = dt.timedelta(days=92)
CONCEDE = """
UPDATE resources_capacityday SET conceded = conceded + %s
WHERE resource_id = %s AND day >= %s AND day < %s
"""


class ReasonMissing(Refusal):
    """What comes before the state task must be justified."""

    code = "concession_reason_missing"
    message = _("Say why, in at least 20 letters: the coordinator of the region reads it.")
    field = "reason"


class SamePerson(Refusal):
    """Nobody decides on what they asked for."""

    code = "concession_same_person"
    message = _("Somebody else than who asked must decide.")


class ConcessionNotPossible(Refusal):
    """Nothing, or for too long."""

    code = "concession_not_possible"
    message = _("Enter an amount above 0, for at most 92 days from today on.")
    field = "amount"


def ask_concession(
    *,
    actor: Actor,
    resource: str,
    first_on: dt.date,
    last_on: dt.date,
    amount: int,
    reason: str,
    now: dt.datetime,
) -> Concession:
    """Ask that so much of a resource go to foreign patients on these days, both included.

    Nothing changes before somebody else says yes. Raises `ReasonMissing`, `PeriodReversed`,
    `ConcessionNotPossible`.
    """
    row = own_resource(actor, resource)
    if len(reason.strip()) < 20:
        raise ReasonMissing
    if last_on < first_on:
        raise PeriodReversed
    if amount < 1 or first_on < now.date() or last_on - first_on >= LONGEST:
        raise ConcessionNotPossible
    made = Concession.objects.create(
        organisation_id=require_keeper(actor),
        resource=row,
        first_on=first_on,
        before=last_on + dt.timedelta(days=1),
        amount=amount,
        reason=reason.strip(),
        asked_by_id=actor.person_id,
        asked_at=now,
    )
    record(action="resources.concession.asked", subject=made.public_id, now=now)
    return made


def decide_concession(
    *, actor: Actor, concession: str, granted: bool, now: dt.datetime
) -> Concession:
    """Say yes or no to what somebody else asked for; a yes frees the amount at once.

    Raises `SamePerson`, `MoveNotAllowed` where it was decided already.
    """
    organisation_id = require_decider(actor)
    row = locked(Concession.objects.access(actor, concession))
    if row.asked_by_id == actor.person_id:
        raise SamePerson
    transition(
        row,
        ConcessionState.GRANTED if granted else ConcessionState.REFUSED,
        action="resources.concession.decided",
        now=now,
        decided_by_id=actor.person_id,
        decided_at=now,
    )
    if granted:
        with connection.cursor() as cursor:
            cursor.execute(CONCEDE, [row.amount, row.resource_id, row.first_on, row.before])
        count_openings(organisation_id=organisation_id, now=now)
        tell_counted(organisation_id=organisation_id, now=now)
    return row
