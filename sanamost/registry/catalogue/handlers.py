"""What the catalogue does when somebody asks a machine to translate."""

from typing import Any

from django.utils import timezone

from sanamost.registry.catalogue import services


def draft_by_machine(event: Any) -> None:
    """Have the missing texts drafted; a person reviews them before anybody sees them."""
    services.draft_by_machine(service=event.service, language=event.language, now=timezone.now())
