"""Who writes a region's portal and who lets it before the public."""

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible


def require_regional(actor: Actor) -> int:
    """The key of the region's organisation that the actor coordinates; raises `NotVisible`."""
    regional = actor.organisation_kind == "region" and actor.has(Role.REGIONAL_COORDINATOR)
    if actor.organisation_id is None or not regional:
        raise NotVisible
    return actor.organisation_id


def require_national(actor: Actor) -> int:
    """The key of the national centre that the actor coordinates; raises `NotVisible`."""
    national = actor.organisation_kind == "national" and actor.has(Role.NATIONAL_COORDINATOR)
    if actor.organisation_id is None or not national:
        raise NotVisible
    return actor.organisation_id
