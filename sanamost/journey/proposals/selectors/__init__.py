"""Reads of proposals."""

from sanamost.journey.proposals.selectors.comparison import (
    SCOPES,
    Compared,
    Comparison,
    comparison,
    scope_of,
)
from sanamost.journey.proposals.selectors.reading import (
    LIVE,
    Approved,
    access_plan,
    access_proposal,
    approvals_of,
    by_public_id,
    lines_of,
    live_on,
    live_proposals_of,
    of_case,
    plan_of,
    proposal_of,
    proposals_of,
    still_valid,
    totals_on,
)

__all__ = [
    "LIVE",
    "SCOPES",
    "Approved",
    "Compared",
    "Comparison",
    "access_plan",
    "access_proposal",
    "approvals_of",
    "by_public_id",
    "comparison",
    "lines_of",
    "live_on",
    "live_proposals_of",
    "of_case",
    "plan_of",
    "proposal_of",
    "proposals_of",
    "scope_of",
    "still_valid",
    "totals_on",
]
