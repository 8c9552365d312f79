"""Certificates and attributes as tables show them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sanamost.registry.organisations.proof_kinds import proof_kinds, proof_name
from sanamost.web.components.parts import Meaning
from sanamost.web.components.states import meaning_of
from sanamost.web.components.wording import reader_language

SOON = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class ProofRow:
    """One certificate or attribute in the reader's words."""

    proof: Any
    name: str
    accreditation: bool
    state: str
    meaning: Meaning
    ends_soon: bool
    has_paper: bool


def proof_row(proof: Any, today: dt.date) -> ProofRow:
    """The row of one proof."""
    kind = proof_kinds().get(proof.kind)
    live = proof.state == "checked" and proof.valid_until is not None
    return ProofRow(
        proof=proof,
        name=proof_name(proof.kind, reader_language()),
        accreditation=kind is not None and kind.family == "accreditation",
        state=proof.get_state_display(),
        meaning=meaning_of(proof.state),
        ends_soon=live and proof.valid_until - today <= SOON,
        has_paper=proof.file_id is not None,
    )


def proof_rows(proofs: Iterable[Any], today: dt.date) -> list[ProofRow]:
    """The rows of several, in their order."""
    return [proof_row(proof, today) for proof in proofs]
