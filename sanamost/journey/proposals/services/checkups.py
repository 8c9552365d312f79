"""The examinations of a check-up become lines of a proposal."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sanamost.foundation.access.actor import Actor
from sanamost.journey.checkups import selectors as checkups
from sanamost.journey.proposals import policies
from sanamost.journey.proposals.models import Proposal
from sanamost.journey.proposals.selectors import lines_of
from sanamost.journey.proposals.services.holding import held
from sanamost.journey.proposals.services.pricing import LineAsked, set_lines
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.checkups import selectors as price_lists


@dataclass(frozen=True, slots=True)
class CheckupLines:
    """What of a check-up the clinic's price list holds, for this proposal."""

    checkup: Any
    fresh: tuple[str, ...]
    """Public ids of services that are not lines yet."""
    there: int
    """How many examinations stand in the proposal already."""
    missing: tuple[Any, ...]
    """Names of what the price list does not hold: a free line, or told to the patient."""


def checkup_lines(actor: Actor, proposal: Proposal, *, day: dt.date) -> CheckupLines | None:
    """What taking the check-up over would do; None where the case has none that the actor sees."""
    checkup = checkups.checkup_of(actor, proposal.case_id)
    if checkup is None:
        return None
    standing = [
        one for one in checkups.for_clinic(actor, checkup, proposal.organisation_id) if one.stands
    ]
    found = {
        code: price.public_id
        for code, price in price_lists.services_for(
            [one.as_item for one in standing],
            organisation_id=proposal.organisation_id,
            day=day,
            group=proposal.patient_group,
        ).items()
    }
    # What a physician put in from the clinic's own list is that very service.
    if any(one.edit is not None for one in standing):
        own = {one.public_id for one in catalogue.services_of(proposal.organisation_id, day=day)}
        found |= {one.code: one.code for one in standing if one.code in own}
    wanted = list(dict.fromkeys(found[one.code] for one in standing if one.code in found))
    lines = {line.service.public_id for line in lines_of(proposal.pk) if line.service}
    return CheckupLines(
        checkup=checkup,
        fresh=tuple(one for one in wanted if one not in lines),
        there=sum(one in lines for one in wanted),
        missing=tuple(one.names for one in standing if one.code not in found),
    )


def take_over_checkup(*, actor: Actor, proposal: Proposal | str, now: dt.datetime) -> CheckupLines:
    """Put what stands of the case's check-up into the proposal as lines; those there stay.

    Prices are those of the price list in force for the patient's group. What the list lacks is
    named in the answer and nowhere guessed. Raises what `set_lines` raises.
    """
    row = held(actor, proposal)
    policies.may_prepare(actor, row)
    taken = checkup_lines(actor, row, day=now.date())
    if taken is None or not taken.fresh:
        return taken or CheckupLines(None, (), 0, ())
    kept = [_as_asked(line) for line in lines_of(row.pk)]
    set_lines(
        actor=actor,
        proposal=row,
        rows=[*kept, *(LineAsked(service=one) for one in taken.fresh)],
        now=now,
    )
    return taken


def _as_asked(line: Any) -> LineAsked:
    if line.service_id is not None:
        return LineAsked(service=line.service.public_id, quantity=line.quantity)
    return LineAsked(
        names=line.names,
        unit_price=line.unit_price,
        vat_class=line.vat_class,
        scope=line.scope,
        reason=line.reason,
        quantity=line.quantity,
    )
