"""The platform's refund terms: a starting point for the rules that an installation keeps as data."""

from decimal import Decimal

from sanamost.engines.pricing.refunds import Reason, RefundRule

PLATFORM_RULES: tuple[RefundRule, ...] = (
    RefundRule("clinic", Reason.CLINIC, Decimal(100), kept_at_most_spent=False),
    RefundRule("medical", Reason.MEDICAL, Decimal(100), kept_at_most_spent=False),
    RefundRule("visa_refused", Reason.VISA_REFUSED, Decimal(100), kept_at_most_spent=False),
    RefundRule("patient_early", Reason.PATIENT, Decimal(100), days_before=14),
    RefundRule("patient_late", Reason.PATIENT, Decimal(0)),
)
"""Whatever was not delivered comes back, except that a patient who changes their mind less than two
weeks before arrival bears the clinic's documented expenses (law 2300-1, art. 32)."""
