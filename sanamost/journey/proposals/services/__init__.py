"""Writes of proposals. Each runs inside the caller's `with acting_as(actor)`."""

from sanamost.journey.proposals.services.answering import (
    ProposalOver,
    accept,
    close_all,
    decline,
    expire_due,
)
from sanamost.journey.proposals.services.approving import (
    AlreadyApproved,
    NotComplete,
    approve,
    gaps,
)
from sanamost.journey.proposals.services.checkups import (
    CheckupLines,
    checkup_lines,
    take_over_checkup,
)
from sanamost.journey.proposals.services.drafting import (
    DateNotPossible,
    Frozen,
    PlanMissing,
    ProposalExists,
    VerdictMissing,
    date_for_place,
    new_version,
    set_dates,
    set_plan,
    start,
)
from sanamost.journey.proposals.services.pricing import BadLines, LineAsked, set_lines
from sanamost.journey.proposals.services.sending import (
    DatePassed,
    PricesMoved,
    payload_of,
    send,
    valid_until,
)

__all__ = [
    "AlreadyApproved",
    "BadLines",
    "CheckupLines",
    "DateNotPossible",
    "DatePassed",
    "Frozen",
    "LineAsked",
    "NotComplete",
    "PlanMissing",
    "PricesMoved",
    "ProposalExists",
    "ProposalOver",
    "VerdictMissing",
    "accept",
    "approve",
    "checkup_lines",
    "close_all",
    "date_for_place",
    "decline",
    "expire_due",
    "gaps",
    "new_version",
    "payload_of",
    "send",
    "set_dates",
    "set_lines",
    "set_plan",
    "start",
    "take_over_checkup",
    "valid_until",
]
