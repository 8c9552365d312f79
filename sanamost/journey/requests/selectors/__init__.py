"""Reading requests, referrals, verdicts and questions, as far as the actor may see them."""

from sanamost.journey.requests.selectors.asked import (
    Receipt,
    access_request,
    desk_of,
    earlier_case_of,
    need_of,
    receipt_of,
    request_key,
    request_of,
)
from sanamost.journey.requests.selectors.consents import (
    InsurerPapers,
    consent_standing,
    insurer_papers,
    open_asks,
)
from sanamost.journey.requests.selectors.inbox import (
    Due,
    Filters,
    InboxRow,
    counts,
    inbox,
)
from sanamost.journey.requests.selectors.referrals import (
    access_need,
    access_referral,
    needs_of,
    own_referral,
    referral_by_id,
    referrals_of,
    verdicts_of,
)
from sanamost.journey.requests.selectors.standing import Standing, last_clinic, standing_of_requests

__all__ = [
    "Due",
    "Filters",
    "InboxRow",
    "InsurerPapers",
    "Receipt",
    "Standing",
    "access_need",
    "access_referral",
    "access_request",
    "consent_standing",
    "counts",
    "desk_of",
    "earlier_case_of",
    "inbox",
    "insurer_papers",
    "last_clinic",
    "need_of",
    "needs_of",
    "open_asks",
    "own_referral",
    "receipt_of",
    "referral_by_id",
    "referrals_of",
    "request_key",
    "request_of",
    "standing_of_requests",
    "verdicts_of",
]
