"""What can happen to what a clinic says of its services."""

from dataclasses import dataclass

from sanamost.foundation.events.registry import Event, event


@event("catalogue.texts.translation_asked")
@dataclass(frozen=True, kw_only=True)
class TranslationAsked(Event):
    """A machine shall draft what is missing in one language of one service."""

    service: str
    language: str
