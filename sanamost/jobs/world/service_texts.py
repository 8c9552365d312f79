"""What the demonstration clinics say of their services; running twice changes nothing."""

import datetime as dt
from typing import Any

from sanamost.foundation.access import selectors as access
from sanamost.jobs.world import price_lists
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue import services
from sanamost.registry.catalogue.states import LISTS, WHOLE, WRITTEN
from sanamost.registry.catalogue.wordings import lines

PEOPLE = {
    "demo-ortho": ("petrova@demo-ortho.example", "egorova@demo-ortho.example"),
    "demo-heart": ("belova@demo-heart.example", "saidov@demo-heart.example"),
}
"""Who writes and who reviews."""


def load(clinic: str, organisation_id: int, now: dt.datetime) -> None:
    """Enter the texts, published but for those that still wait for a colleague."""
    writer, reader = (_key(email) for email in PEOPLE[clinic])
    told = price_lists.more_of(clinic)
    for offered in catalogue.services_of(organisation_id, day=now.date()):
        texts = _texts(offered, told.get(offered.code, {}))
        waiting = set(told.get(offered.code, {}).get("drafts", ()))
        for ready in (True, False):
            some = {code: said for code, said in texts.items() if (code not in waiting) == ready}
            if some:
                services.enter_texts(
                    organisation_id=organisation_id,
                    code=offered.code,
                    texts=some,
                    written_by_id=writer,
                    checked_by_id=reader if ready else None,
                    now=now,
                )


def _texts(offered: Any, row: dict[str, Any]) -> dict[str, dict[str, str]]:
    """By language and part; the lists of what has one price stand in the price list already."""
    found: dict[str, dict[str, str]] = {}
    for part in WRITTEN:
        for language, text in row.get(part.value, {}).items():
            found.setdefault(language, {})[part.value] = text
    if offered.kind in WHOLE or row:
        for language in price_lists.LANGUAGES:
            for part in LISTS:
                said = lines(getattr(offered, part), language)
                if said and language != offered.original_language:
                    found.setdefault(language, {})[part.value] = said
    return found


def _key(email: str) -> int:
    user = access.user_by_email(email)
    if user is None:
        raise LookupError(email)
    return int(user.pk)
