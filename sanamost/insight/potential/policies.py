"""Who says how many patients a country sends and what winning one costs: the coordinators."""

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible

KEEPERS = (Role.REGIONAL_COORDINATOR, Role.NATIONAL_COORDINATOR)


def require_keeper(actor: Actor) -> int:
    """The key of the coordinating organisation; raises `NotVisible`."""
    if actor.organisation_id is None or not actor.has(*KEEPERS):
        raise NotVisible
    if actor.organisation_kind not in {"region", "national"}:
        raise NotVisible
    return actor.organisation_id
