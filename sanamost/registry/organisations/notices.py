"""What clinics and claimants are told about their cards."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind

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
    _("%(proof)s ends on %(day)s, in %(days)s days. Enter the new one to keep it on your page."),
)
PROOF_ENDED = notice_kind(
    "organisations.proof_ended",
    _("A certificate has ended"),
    _("%(proof)s ended on %(day)s and is no longer shown on your page."),
)
PROOF_DECIDED = notice_kind(
    "organisations.proof_decided",
    _("The coordinator looked at your certificate"),
    _("%(proof)s: %(decision)s. %(reason)s"),
)
WARNED = notice_kind(
    "organisations.warned",
    _("A warning from the coordinator"),
    _("Put right by %(day)s: %(reason)s"),
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
