"""What happens to a request, in words."""

from django.utils.translation import gettext_lazy as _

from sanamost.web.components.happenings import CLINIC, PARTNER, PATIENT, word

SENDING_SIDE = frozenset({PATIENT, PARTNER})

word("requests.request.submitted", _("The request came in."))
word("requests.request.verified", _("The desk spoke with the patient."))
word("requests.request.completed", _("The request is complete."))
word("requests.request.rejected", _("The desk rejected the request."))
word("requests.request.withdrawn", _("The request was withdrawn."))
word("requests.referral.sent", _("The request was forwarded to a clinic."))
word("requests.verdict.given", _("A physician gave a verdict."))
word("requests.data.asked", _("A physician asked for more data."))
word("requests.data.answered", _("The physician's questions were answered."))
word("requests.referral.declined", _("A clinic declined."))
word("requests.consent.asked", _("The patient was asked for consent by e-mail."))
word(
    "requests.consent.answered", _("The patient decided on the consents."), SENDING_SIDE | {CLINIC}
)
