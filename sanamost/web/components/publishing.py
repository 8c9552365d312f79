"""The report on what stands before the public: links that lead nowhere, proofs that end, texts."""

import datetime as dt
from typing import Any

from django.conf import settings

from sanamost.foundation.access.actor import Actor
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.publishing import selectors as publishing
from sanamost.web.components.proofs import SOON, proof_row
from sanamost.web.components.wording import language_words, pick_text

SINCE = dt.timedelta(days=90)
"""A proof that has ended is named for so long."""


def report(actor: Actor, cards: list[Any], today: dt.date) -> dict[str, Any]:
    """What is wrong or soon will be, as far as the actor is in charge. Four queries."""
    ending = organisations.proofs_ending(actor, first=today - SINCE, last=today + SOON)
    return {
        "links": [(row, _name(row.organisation)) for row in publishing.broken_links(actor)],
        "links_at": publishing.links_checked_at(actor),
        "proofs": [
            (proof_row(proof, today), _name(proof.organisation), _ended(proof, today))
            for proof in ending
        ],
        "unsaid": [(card, _name(card), missing) for card in cards if (missing := _missing(card))],
    }


def _missing(card: Any) -> str:
    """The portal's languages in which nothing is published about the clinic."""
    codes = [code for code, _words in settings.LANGUAGES if not card.about.get(code)]
    return ", ".join(language_words(code.partition("-")[0]) for code in codes)


def _ended(proof: Any, today: dt.date) -> bool:
    return proof.state == "ended" or bool(proof.valid_until and proof.valid_until < today)


def _name(card: Any) -> str:
    return pick_text(card.names) if card is not None else ""
