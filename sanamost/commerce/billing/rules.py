"""What comes back when a case ends early: the ladder, as data with its own version.

The patient's own decision is free of charge until 14 days before arrival; later the clinic keeps a
share, but never more than the expenses it can show (consumer protection law 2300-1, art. 32; the
engine applies that limit). Whatever the clinic or the state decides is never at the patient's cost.
"""

from decimal import Decimal

from sanamost.engines.pricing import Reason, RefundRule

VERSION = "2026-1"
WHOLE = Decimal(100)

LADDER = (
    RefundRule("medical", Reason.MEDICAL, WHOLE),
    RefundRule("visa-refused", Reason.VISA_REFUSED, WHOLE),
    RefundRule("clinic", Reason.CLINIC, WHOLE),
    RefundRule("patient-14-days", Reason.PATIENT, WHOLE, days_before=14, kept_at_most_spent=False),
    RefundRule("patient-7-days", Reason.PATIENT, Decimal(80), days_before=7),
    RefundRule("patient-late", Reason.PATIENT, Decimal(50)),
)
