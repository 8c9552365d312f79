"""What a price holds and leaves out, and a service's texts, as visitors read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanamost.registry.catalogue.states import LISTS, TextPart
from sanamost.web.components.wording import FALLBACK

ICONS = {TextPart.INCLUDED: "check", TextPart.EXCLUDED: "minus"}


@dataclass(frozen=True, slots=True)
class Contents:
    """One of the two lists: its items with the language of each that is not the reader's."""

    title: str
    icon: str
    items: list[tuple[str, str]]
    reviewed: bool


def contents(offered: Any, *, language: str, reviewed: Mapping[str, bool]) -> list[Contents]:
    """The lists of a service that have items. An item without words here stands in another tongue.

    A list is not reviewed only where some of its items are translations.
    """
    found = []
    for part in LISTS:
        items = [_item(item, language) for item in getattr(offered, part)]
        translated = any(not tag for _words, tag in items)
        if items:
            known = reviewed[part.value] or not translated
            found.append(Contents(str(part.label), ICONS[part], items, known))
    return found


def _item(item: Mapping[str, str], language: str) -> tuple[str, str]:
    if words := item.get(language):
        return words, ""
    said = {code: words for code, words in item.items() if code != "scope" and words}
    code = FALLBACK if FALLBACK in said else next(iter(said), "")
    return said.get(code, ""), code.replace("-hans", "-Hans")
