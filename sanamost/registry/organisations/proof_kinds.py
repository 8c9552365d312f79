"""Which accreditations, certificates and attributes of service a clinic may show, as data."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "reference" / "proof_kinds.csv"
LANGUAGES = ("en", "ru", "zh-hans", "ar")


@dataclass(frozen=True, slots=True)
class ProofKind:
    """One scheme of accreditation, or one attribute of service."""

    code: str
    family: str
    """`licence` (the state's permission), `accreditation` (somebody else certified it) or
    `attribute` (the clinic offers it)."""
    group: str
    expires: bool
    """Whether it is shown only with a last day of validity."""
    page: str
    """Where the scheme says who holds it; empty for none."""
    names: dict[str, str]


LICENCE = "licence"


def licence_kinds() -> list[str]:
    """The kinds that are the state's permission to work."""
    return [kind.code for kind in proof_kinds().values() if kind.family == LICENCE]


@lru_cache(maxsize=1)
def proof_kinds() -> dict[str, ProofKind]:
    """Every kind by its code, in the file's order."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: _kind(row) for row in csv.DictReader(stream)}


def proof_name(code: str, language: str) -> str:
    """What the kind is called in the language; the code itself where the list has lost it."""
    kind = proof_kinds().get(code)
    return (kind.names.get(language) or kind.names["en"]) if kind else code


def _kind(row: dict[str, str]) -> ProofKind:
    return ProofKind(
        code=row["code"],
        family=row["family"],
        group=row["group"],
        expires=row["expires"] == "1",
        page=row["page"],
        names={language: row[language] for language in LANGUAGES},
    )
