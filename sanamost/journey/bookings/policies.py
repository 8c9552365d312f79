"""Who may keep and give back places. Foreign looks like absent: `NotVisible`."""

from typing import Protocol

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.proposals.policies import NotYourTask


class OfClinic(Protocol):
    """A row of one clinic."""

    organisation_id: int


def may_keep_places(actor: Actor, row: OfClinic) -> None:
    """The clinic's coordinators, and the platform's own work."""
    if actor.system:
        return
    if actor.organisation_id is None:
        raise NotVisible
    if actor.organisation_id != row.organisation_id or not actor.has(Role.COORDINATOR):
        raise NotYourTask


def may_note_use(actor: Actor, row: OfClinic) -> None:
    """Whoever treats, and whoever plans: the clinic's coordinators and physicians."""
    if actor.system:
        return
    if actor.organisation_id != row.organisation_id:
        raise NotVisible
    if not actor.has(Role.COORDINATOR, Role.PHYSICIAN):
        raise NotYourTask
