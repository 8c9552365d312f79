"""Who may do what with a file that they can see."""

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.files.models import File


def may_void(actor: Actor, file: File) -> bool:
    """The side that brought it: the same organisation, or the patient's side for its own."""
    return actor.system or file.organisation_id == actor.organisation_id
