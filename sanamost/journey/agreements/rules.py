"""The rules of paid medical services by the day on which a contract is issued.

Government Decree 736 held for contracts before 1 September 2026, Decree 659 from that day on. The
days are the clinic's terms under either decree; a contract keeps the set it was issued under.
"""

import datetime as dt
from dataclasses import dataclass

ADULT_AT = 18
TREATMENT_CONSENT_AT = 15


@dataclass(frozen=True)
class RuleSet:
    """One edition of the rules and the terms that a contract under it names, in days."""

    code: str
    valid_from: dt.date
    documents_days: int
    """To hand over medical documents after the services."""
    invoice_days: int
    """To send the final invoice (Decree 186 of 2013 for foreign citizens)."""
    refund_days: int
    """To give money back (law 2300-1, art. 31)."""


RULE_SETS = (
    RuleSet("736", dt.date(2023, 9, 1), documents_days=10, invoice_days=10, refund_days=10),
    RuleSet("659", dt.date(2026, 9, 1), documents_days=10, invoice_days=10, refund_days=10),
)


def rule_set_on(day: dt.date) -> RuleSet:
    """The rules in force on the day; the oldest known for days before them."""
    known = [rules for rules in RULE_SETS if rules.valid_from <= day]
    return known[-1] if known else RULE_SETS[0]


def age_on(day: dt.date, born_on: dt.date) -> int:
    """Full years on the day; whoever was born on 29 February comes of age on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_minor(day: dt.date, born_on: dt.date) -> bool:
    """Whether a legal representative must sign on that day (Civil Code, art. 21 and 26)."""
    return age_on(day, born_on) < ADULT_AT


def needs_representative(day: dt.date, born_on: dt.date, *, treatment: bool) -> bool:
    """Whether a consent is the representative's to give.

    Consents about data until 18; consent to treatment until 15 (law 323-FZ, art. 20 and 54).
    """
    return age_on(day, born_on) < (TREATMENT_CONSENT_AT if treatment else ADULT_AT)
