"""What changes the figures of the potential asks for a new count."""

from typing import Any

from django.utils import timezone

from sanamost.insight.potential.counting import ask_count


def count_anew(_event: Any) -> None:
    """Capacity was counted, or places were taken or given back."""
    ask_count(now=timezone.now())
