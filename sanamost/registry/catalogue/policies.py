"""Who writes and reviews what a clinic says of its services."""

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible

WRITERS = (Role.COORDINATOR, Role.PHYSICIAN, Role.OFFICER, Role.QUALITY)


def require_writer(actor: Actor) -> int:
    """The key of the clinic whose services the actor writes about; raises `NotVisible`."""
    if actor.organisation_id is None or not actor.has(*WRITERS):
        raise NotVisible
    return actor.organisation_id
