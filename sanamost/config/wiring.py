"""Who answers which event: the one place where later stages are tied to earlier ones."""

from sanamost.jobs.world.load import personas
from sanamost.web.account import demonstration


def connect() -> None:
    """Subscribe every handler; called once when the web and the worker start."""
    demonstration.offer(personas)
