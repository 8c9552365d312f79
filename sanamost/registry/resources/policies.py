"""Who enters a clinic's capacity, and who may give foreign patients what the state task keeps."""

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible

KEEPERS = (Role.COORDINATOR, Role.FINANCE)
"""Who enters resources, plans and recipes; a program's key is asked for its right on the way in."""
DECIDERS = (Role.PHYSICIAN, Role.QUALITY)
"""Who may say yes to a concession that a keeper asked for."""


def require_keeper(actor: Actor) -> int:
    """The key of the clinic whose capacity the actor keeps; raises `NotVisible`."""
    if actor.key and actor.organisation_id is not None and actor.organisation_kind == "clinic":
        return actor.organisation_id
    return _of_clinic(actor, KEEPERS)


def require_decider(actor: Actor) -> int:
    """The key of the clinic for which the actor decides on concessions; raises `NotVisible`."""
    return _of_clinic(actor, DECIDERS)


def _of_clinic(actor: Actor, roles: tuple[Role, ...]) -> int:
    if actor.organisation_id is None or actor.organisation_kind != "clinic":
        raise NotVisible
    if not actor.has(*roles):
        raise NotVisible
    return actor.organisation_id
