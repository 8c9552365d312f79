"""What can happen to a clinic's capacity."""

from dataclasses import dataclass

from sanamost.foundation.events.registry import Event, event


@event("resources.days.counted")
@dataclass(frozen=True, kw_only=True)
class CapacityCounted(Event):
    """Days were counted from other resources, plans or recipes, or two people gave some away."""
