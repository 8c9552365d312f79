"""How clinics keep their clocks: sums over cases that the reader may not see."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.journey.cases import selectors as cases
from sanamost.journey.cases.selectors import Punctuality
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.states import OrganisationKind

LOOK_BACK = dt.timedelta(days=365)
"""Response times are those of the last year."""


@dataclass(frozen=True, slots=True)
class ClinicStanding:
    """A clinic's public facts and how it keeps its clocks."""

    card: Any
    punctuality: Punctuality


def clinics(actor: Actor, now: dt.datetime) -> list[ClinicStanding]:
    """The clinics in the actor's charge, with overdue clocks and the median time to a verdict.

    All to the national centre, a region's own to the region, its own to a clinic. How many clocks
    are late says nothing of anybody's case. Three queries.
    """
    with acting_as(system("clinics' clocks")):
        found = cases.punctuality(now=now, since=now - LOOK_BACK)
    return [
        ClinicStanding(card, found.get(card.pk, Punctuality()))
        for card in organisations.every_clinic()
        if _in_charge(actor, card)
    ]


def partners() -> list[Any]:
    """Partner agencies and insurers: public facts."""
    return organisations.of_kind(OrganisationKind.PARTNER, OrganisationKind.INSURER)


def _in_charge(actor: Actor, card: Any) -> bool:
    if actor.organisation_kind == "national":
        return True
    if actor.organisation_kind == "region":
        return bool(card.region == actor.region)
    return bool(card.pk == actor.organisation_id)
