"""Who keeps figures of other countries: the regional and the national coordinators."""

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.roles import Role
from sanamost.foundation.languages.errors import NotVisible

KEEPERS = (Role.REGIONAL_COORDINATOR, Role.NATIONAL_COORDINATOR)


def require_keeper(actor: Actor) -> int:
    """The key of the coordinating organisation; raises `NotVisible`."""
    if actor.organisation_id is None or not actor.has(*KEEPERS):
        raise NotVisible
    return actor.organisation_id


def may_withdraw(actor: Actor, organisation_id: int | None) -> bool:
    """A region its own figures; the national centre every one."""
    if actor.organisation_id is None:
        return False
    own = organisation_id == actor.organisation_id and actor.has(*KEEPERS)
    return own or actor.has(Role.NATIONAL_COORDINATOR)
