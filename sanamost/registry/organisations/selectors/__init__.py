"""Reads of organisations and their register."""

from sanamost.registry.organisations.selectors.cards import (
    Timing,
    card,
    card_by_code,
    card_by_public_id,
    cards,
    clinic_taking,
    clinics,
    every_clinic,
    in_language,
    of_kind,
    timing_of,
)
from sanamost.registry.organisations.selectors.issuers import in_paper, issuer_of
from sanamost.registry.organisations.selectors.proofs import (
    claims_to_decide,
    clinic_in_charge,
    measures_of,
    own_claims,
    own_proofs,
    proofs_of,
    proofs_to_check,
    shown_proofs,
    sites_of,
    taken_numbers,
    texts_of,
)
from sanamost.registry.organisations.selectors.register import RegisterFound, register_entries

__all__ = [
    "RegisterFound",
    "Timing",
    "card",
    "card_by_code",
    "card_by_public_id",
    "cards",
    "claims_to_decide",
    "clinic_in_charge",
    "clinic_taking",
    "clinics",
    "every_clinic",
    "in_language",
    "in_paper",
    "issuer_of",
    "measures_of",
    "of_kind",
    "own_claims",
    "own_proofs",
    "proofs_of",
    "proofs_to_check",
    "register_entries",
    "shown_proofs",
    "sites_of",
    "taken_numbers",
    "texts_of",
    "timing_of",
]
