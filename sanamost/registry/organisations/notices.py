"""What clinics and claimants are told about their cards.

Parameters are codes and ISO days; they become words when the notice is read.
"""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind, with_day_in_words
from sanamost.registry.organisations.proof_kinds import proof_name
from sanamost.registry.organisations.states import ProofState

CARD = "/desk/card/"
CLAIMS = "/register/claims/"


def _in_words(parameters: dict[str, Any]) -> dict[str, Any]:
    told = with_day_in_words(parameters)
    if "proof" in told:
        told["proof"] = proof_name(told["proof"], get_language() or "en")
    if "decision" in told:
        told["decision"] = str(ProofState(told["decision"]).label)
    return told


CLAIM_CONFIRMED = notice_kind(
    "organisations.claim_confirmed",
    _("Your organisation is on the platform"),
    _("Your claim was confirmed. Sign in and complete the card: %(name)s."),
)
CLAIM_REFUSED = notice_kind(
    "organisations.claim_refused",
    _("Your claim was not confirmed"),
    _("The coordinator did not confirm your claim to %(name)s. Reason: %(reason)s"),
)
PROOF_ENDS = notice_kind(
    "organisations.proof_ends",
    _("A certificate ends soon"),
    _("%(proof)s is valid until %(day)s. Enter the new one in time to keep it on your page."),
    in_words=_in_words,
)
PROOF_ENDED = notice_kind(
    "organisations.proof_ended",
    _("A certificate has ended"),
    _("%(proof)s was valid until %(day)s and is no longer shown on your page."),
    in_words=_in_words,
)
PROOF_DECIDED = notice_kind(
    "organisations.proof_decided",
    _("The coordinator looked at your certificate"),
    _("%(proof)s: %(decision)s. %(reason)s"),
    in_words=_in_words,
)
VERIFIED = notice_kind(
    "organisations.verified",
    _("Your clinic is verified"),
    _("The coordinator has verified your card: your clinic appears on the portal. %(reason)s"),
)
WARNED = notice_kind(
    "organisations.warned",
    _("A warning from the coordinator"),
    _("Put right by %(day)s: %(reason)s"),
    in_words=_in_words,
)
CLEARED = notice_kind(
    "organisations.cleared",
    _("The coordinator's warning is lifted"),
    _("The warning no longer stands. %(reason)s"),
)
SUSPENDED = notice_kind(
    "organisations.suspended",
    _("Your clinic is suspended"),
    _("Your clinic no longer appears on the portal and gets no new requests. Reason: %(reason)s"),
)
RESTORED = notice_kind(
    "organisations.restored",
    _("Your clinic works again"),
    _("Your clinic appears on the portal and gets requests again. %(reason)s"),
)
