"""Events whose handlers have not answered yet: what a worker would do next, done at once.

Used where no worker runs (tests, loading a world) and to catch up after a failure.
"""

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.events.models import Delivery, Happening
from sanamost.foundation.events.registry import handlers_of, known_names
from sanamost.foundation.events.services import deliver


def answer_waiting(*, rounds: int = 20) -> int:
    """Deliver every undelivered event, and those that follow from it; how many were delivered."""
    delivered = 0
    for _ in range(rounds):
        waiting = undelivered()
        if not waiting:
            break
        for happening, handler in waiting:
            deliver(happening=happening, handler=handler)
        delivered += len(waiting)
    return delivered


def undelivered() -> list[tuple[int, str]]:
    """Keys of events and the handlers that still owe an answer, oldest first."""
    names = [name for name in known_names() if handlers_of(name)]
    with acting_as(system("events catch up")):
        answered = set(Delivery.objects.values_list("happening_id", "handler"))
        rows = Happening.objects.filter(name__in=names).order_by("id").values_list("pk", "name")
        return [
            (key, handler)
            for key, name in rows
            for handler in handlers_of(name)
            if (key, handler) not in answered
        ]
