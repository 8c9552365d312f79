"""What a portal shows: everything, or the regions and areas of a region's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest

from sanamost.web.components.regional import regional_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scope:
    """Codes of regions and of areas of care; an empty set stands for all."""

    regions: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()

    def clinic(self, card: Any) -> bool:
        """Whether the portal shows the clinic."""
        named = not self.regions or card.region in self.regions
        return named and (not self.areas or bool(self.areas.intersection(card.areas)))

    def area(self, code: str) -> bool:
        """Whether the portal shows the area; what belongs to all areas always."""
        return not self.areas or not code or code in self.areas

    def narrowed(self, chosen: Iterable[str], within: frozenset[str]) -> frozenset[str]:
        """What was chosen of it; all of it where nothing was, or nothing that it has."""
        wanted = frozenset(chosen) - {""}
        return (wanted & within or within) if within else wanted


def scope_of(request: HttpRequest) -> Scope:
    """The scope of the portal that is asked."""
    regional = regional_of(request)
    if regional is None:
        return Scope()
    return Scope(frozenset(regional.regions), frozenset(regional.areas))
