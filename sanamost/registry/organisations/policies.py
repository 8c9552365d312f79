"""Who may write on an organisation's card, and who keeps order among clinics."""

from typing import Any

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible

EDITORS = (Role.COORDINATOR, Role.OFFICER, Role.QUALITY)
COORDINATORS = (Role.REGIONAL_COORDINATOR, Role.NATIONAL_COORDINATOR)


def require_editor(actor: Actor) -> int:
    """The key of the organisation whose card the actor edits; raises `NotVisible`."""
    if actor.organisation_id is None or not actor.has(*EDITORS):
        raise NotVisible
    return actor.organisation_id


def require_in_charge(actor: Actor, region: str) -> int:
    """The key of the coordinating organisation; raises `NotVisible` outside the actor's charge.

    The national centre has every region, a region its own.
    """
    wide = actor.organisation_kind == "national" and actor.has(Role.NATIONAL_COORDINATOR)
    near = actor.organisation_kind == "region" and actor.has(Role.REGIONAL_COORDINATOR)
    if actor.organisation_id is None or not (wide or (near and region == actor.region)):
        raise NotVisible
    return actor.organisation_id


def may_edit(actor: Actor, organisation: Any) -> bool:
    """Whether the actor edits this card."""
    return actor.organisation_id == organisation.pk and actor.has(*EDITORS)
