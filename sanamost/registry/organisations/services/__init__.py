"""Writes to organisations, their cards and their register."""

from sanamost.registry.organisations.services.cards import (
    SiteFacts,
    close_site,
    enter,
    enter_site,
    keep_site,
    set_contacts,
)
from sanamost.registry.organisations.services.claims import (
    claim_entry,
    confirm_claim,
    refuse_claim,
)
from sanamost.registry.organisations.services.control import (
    clear_warning,
    restore_clinic,
    suspend_clinic,
    verify_clinic,
    warn_clinic,
)
from sanamost.registry.organisations.services.proofs import (
    ProofFacts,
    check_proof,
    claim_proof,
    end_proof,
    enter_proof,
    open_paper,
    refuse_proof,
)
from sanamost.registry.organisations.services.register import REGISTER_FILE, load_register
from sanamost.registry.organisations.services.texts import check_text, publish_text, write_text

__all__ = [
    "REGISTER_FILE",
    "ProofFacts",
    "SiteFacts",
    "check_proof",
    "check_text",
    "claim_entry",
    "claim_proof",
    "clear_warning",
    "close_site",
    "confirm_claim",
    "end_proof",
    "enter",
    "enter_proof",
    "enter_site",
    "keep_site",
    "load_register",
    "open_paper",
    "publish_text",
    "refuse_claim",
    "refuse_proof",
    "restore_clinic",
    "set_contacts",
    "suspend_clinic",
    "verify_clinic",
    "warn_clinic",
    "write_text",
]
