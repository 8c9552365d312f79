"""Which kinds of equipment a passport may name, as data."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parent / "reference" / "machine_kinds.csv"
LANGUAGES = ("en", "ru", "zh-hans", "ar")


@dataclass(frozen=True, slots=True)
class MachineKind:
    """One kind of equipment; `areas` are the profiles that usually have it."""

    code: str
    areas: tuple[str, ...]
    names: dict[str, str]


@lru_cache(maxsize=1)
def machine_kinds() -> dict[str, MachineKind]:
    """Every kind by its code, in the file's order."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return {
            row["code"]: MachineKind(
                code=row["code"],
                areas=tuple(row["areas"].split()),
                names={language: row[language] for language in LANGUAGES},
            )
            for row in csv.DictReader(stream)
        }


def machine_name(code: str, language: str) -> str:
    """What the kind is called in the language; the code itself where the list has lost it."""
    kind = machine_kinds().get(code)
    return (kind.names.get(language) or kind.names["en"]) if kind else code
