"""How the words of a service relate: which language is the original, what a translation renders."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sanamost.foundation.languages.texts import TextState
from sanamost.registry.catalogue.states import LISTS, Standing, TextPart


def digest(text: str) -> str:
    """A fingerprint of an original, by which a translation knows whether it still renders it."""
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def original_language(service: Any) -> str:
    """In which language the service's name came; that of the catalogue where it has no name."""
    names: Mapping[str, str] = service.names
    chosen = str(service.original_language)
    return chosen if names.get(chosen) or not names else next(iter(names))


def lines(items: list[dict[str, str]], language: str) -> str:
    """A list's items in the language, one a line; nothing where any of them is missing."""
    said = [item.get(language, "") for item in items]
    return "\n".join(said) if all(said) else ""


def listed(service: Any, part: str, language: str) -> str:
    """What the service's own row says: its name, what its price holds and leaves out."""
    if part == TextPart.NAME:
        return str(service.names.get(language, ""))
    if part in LISTS:
        return lines(getattr(service, part), language)
    return ""


def originals(service: Any, written: Mapping[str, str]) -> dict[str, str]:
    """The original words by part; `written` has those that no price list brings."""
    language = original_language(service)
    found = {part: listed(service, part, language) or written.get(part, "") for part in TextPart}
    return {str(part): text for part, text in found.items() if text}


def outdone(service: Any, row: Any) -> bool:
    """Whether a price list has brought another name since this one was reviewed and published."""
    return bool(
        row is not None
        and row.part == TextPart.NAME
        and row.state == TextState.PUBLISHED
        and row.text != service.names.get(row.language)
    )


def standing(original: str, row: Any, given: str) -> Standing:
    """How far a translation is: its row of work, or what came with the price list."""
    if row is None:
        return Standing.LISTED if given else Standing.MISSING
    if row.rendering != digest(original):
        return Standing.STALE
    return Standing(row.state)
