"""What aftercare does when the patient goes home."""

from typing import Any

from django.utils import timezone

from sanamost.journey.aftercare import services
from sanamost.journey.treatment import selectors as treatment


def on_discharged(event: Any) -> None:
    """Plan the contacts of days 7, 30 and 90; nobody recovers from a remote opinion."""
    episode = treatment.episode_named(event.episode)
    if not episode.is_remote:
        services.schedule(episode=episode, now=timezone.now())
