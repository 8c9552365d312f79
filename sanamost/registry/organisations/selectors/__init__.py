"""Reads of organisations and their register."""

from sanamost.registry.organisations.selectors.cards import (
    Timed,
    Timing,
    card,
    card_by_code,
    card_by_public_id,
    cards,
    clinics,
    in_language,
    of_kind,
    timing_of,
)
from sanamost.registry.organisations.selectors.issuers import in_paper, issuer_of
from sanamost.registry.organisations.selectors.register import RegisterFound, register_entries

__all__ = [
    "RegisterFound",
    "Timed",
    "Timing",
    "card",
    "card_by_code",
    "card_by_public_id",
    "cards",
    "clinics",
    "in_language",
    "in_paper",
    "issuer_of",
    "of_kind",
    "register_entries",
    "timing_of",
]
