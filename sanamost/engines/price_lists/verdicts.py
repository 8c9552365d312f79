"""What becomes of a row: imported, mended or refused, and every doubt on the way."""

from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum


class Outcome(StrEnum):
    """What becomes of one row of the file."""

    IMPORTED = "imported"
    MENDED = "mended"
    REFUSED = "refused"


NOTES = frozenset(
    {"code_unknown", "code_of_other_service", "code_partial", "name_cut", "same_name_two_prices"}
    | {"coefficient_in_note", "no_rows", "column_thousands", "column_not_read"}
    | {"column_left_out", "column_hidden", "column_second_price", "columns_guessed", "cell_outside"}
)
"""Doubts that change nothing by themselves; the row is taken as it stands."""
MENDS = frozenset(
    {"code_lookalike", "code_separators", "code_shape", "code_padded", "code_two", "code_too_long"}
    | {
        "code_variant",
        "name_from_above",
        "name_joined",
        "cell_split",
        "row_joined",
        "name_numbered",
        "price_of_group",
    }
    | {"code_date", "code_missing", "code_in_name", "code_reused", "code_fault"}
    | {"name_from_code", "name_completed", "name_excludes", "price_merged", "currency_differs"}
    | {"price_from", "price_up_to", "price_range", "price_free_text", "price_lookalike"}
    | {"price_thousands", "price_grouping", "price_rounded", "price_kopecks"}
    | {"price_formula_computed"}
)
"""Doubts with a mend that is taken unless somebody decides otherwise."""
REFUSES = frozenset(
    {"price_negotiable", "price_free", "price_none", "price_zero", "price_negative", "price_two"}
    | {"price_date", "price_percent", "price_fault", "price_formula", "price_conventional_unit"}
    | {
        "price_included",
        "price_unreadable",
        "price_too_large",
        "price_missing",
        "price_split",
        "name_missing",
    }
    | {
        "above_heading",
        "section",
        "footer",
        "total",
        "repeated_heading",
        "row_hidden",
        "sheet_hidden",
    }
    | {"sheet_without_prices", "duplicate", "duplicate_other_price"}
    | {"duplicate_other_currency", "price_surcharge"}
)
"""Doubts with which a row is not taken before somebody decides."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing about one row that a person should see. `row` is what a spreadsheet shows."""

    sheet: str
    row: int
    field: str
    kind: str
    found: str
    suggested: str = ""
    other: int = 0
    """Another row that it is about: the first of two that are alike."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A price for one group of patients; `at_least` where the list says "from"."""

    amount: Decimal
    currency: str
    at_least: bool = False
    highest: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ServiceRead:
    """The service that a row names, as far as it could be read."""

    code: str
    """Under which the clinic's catalogue keeps it."""
    raw_code: str
    """As it stands in the file."""
    official: str
    """Code of order 804н, only where it exists and is not another service's."""
    name: str
    unit: str = ""
    section: str = ""
    vat: str = ""
    prices: dict[str, Amount] = field(default_factory=dict)
    excluded: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one row; `amends`: doubts are added to an earlier row that was this.

    Then `service` holds the prices that another row adds to it.
    """

    sheet: str
    row: int
    outcome: Outcome
    doubts: tuple[Doubt, ...] = ()
    service: ServiceRead | None = None
    amends: Outcome | None = None


def outcome_of(doubts: list[Doubt], *, priced: bool) -> Outcome:
    """The outcome that the doubts lead to; a row with a price left is not refused for another's."""
    kinds = {doubt.kind for doubt in doubts}
    refused = kinds & REFUSES
    if priced:
        refused = {
            kind for kind in refused if not kind.startswith("price_") or kind == "price_split"
        }
    if refused or not priced:
        return Outcome.REFUSED
    if kinds & MENDS or any(kind in REFUSES for kind in kinds):
        return Outcome.MENDED
    return Outcome.IMPORTED


def under_code(service: ServiceRead, code: str) -> ServiceRead:
    """The service under another code of the clinic's own."""
    return replace(service, code=code)
