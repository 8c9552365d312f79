"""Every change of a request, from the first typed word to its end.

`drafts` keep what a visitor types, `intake` opens cases, `consents` asks for and keeps consents,
`desk` works on requests, `referrals` are a clinic's work on them, `ending` ends them.
"""

from sanamost.journey.requests.services.consents import (
    CrossingNeeded,
    LinkOver,
    answer_ask,
    ask_again,
    ask_of,
    desk_of,
    disclose_to_insurer,
    token_of,
    transfer_standing,
)
from sanamost.journey.requests.services.consents import withdraw as withdraw_consent
from sanamost.journey.requests.services.desk import (
    assign,
    forward,
    mark_complete,
    translate_need,
    verify,
)
from sanamost.journey.requests.services.drafts import (
    discard,
    draft_for,
    forget_expired,
    new_secret,
    save_draft,
)
from sanamost.journey.requests.services.ending import close, reject, withdraw
from sanamost.journey.requests.services.intake import Opened, intake_desk, intake_desk_id, submit
from sanamost.journey.requests.services.referrals import (
    answer_data,
    ask_data,
    decline,
    give_verdict,
    mark_expired,
    mark_lost,
    mark_proposed,
    mark_won,
    read_referral,
    start_review,
    translate_question,
)

__all__ = [
    "CrossingNeeded",
    "LinkOver",
    "Opened",
    "answer_ask",
    "answer_data",
    "ask_again",
    "ask_data",
    "ask_of",
    "assign",
    "close",
    "decline",
    "desk_of",
    "discard",
    "disclose_to_insurer",
    "draft_for",
    "forget_expired",
    "forward",
    "give_verdict",
    "intake_desk",
    "intake_desk_id",
    "mark_complete",
    "mark_expired",
    "mark_lost",
    "mark_proposed",
    "mark_won",
    "new_secret",
    "read_referral",
    "reject",
    "save_draft",
    "start_review",
    "submit",
    "token_of",
    "transfer_standing",
    "translate_need",
    "translate_question",
    "verify",
    "withdraw",
    "withdraw_consent",
]
