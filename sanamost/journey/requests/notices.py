"""What people are told of requests, in the application and by e-mail. No medical word in mail."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind

SUBMITTED = notice_kind(
    "requests.submitted",
    _("Your request %(number)s has arrived"),
    _(
        "Thank you. Your request %(number)s is with the desk. A coordinator will get in touch with "
        "you; your page says what happens next and by when. To open it, sign in with this e-mail "
        "address: we send you a code, no password is needed."
    ),
)
NEW_AT_DESK = notice_kind(
    "requests.new_at_desk",
    _("New request %(number)s"),
    _("The request %(number)s is new at your desk. Please acknowledge it and call the patient."),
)
SENT_TO_CLINIC = notice_kind(
    "requests.sent_to_clinic",
    _("New referral %(number)s"),
    _("The request %(number)s was forwarded to your clinic. A physician's verdict is due."),
)
VERDICT = notice_kind(
    "requests.verdict",
    _("A verdict was given on %(number)s"),
    _("A physician has answered on the case %(number)s. The next step waits on its page."),
)
DATA_ASKED = notice_kind(
    "requests.data_asked",
    _("A doctor has a question on your request %(number)s"),
    _(
        "To go on with your request %(number)s, a doctor needs to know more. Please answer on your "
        "page."
    ),
)
DATA_ANSWERED = notice_kind(
    "requests.data_answered",
    _("The patient has answered: %(number)s"),
    _("The questions on the case %(number)s are answered. The verdict is due again."),
)
DECLINED = notice_kind(
    "requests.declined",
    _("A clinic has answered on your request %(number)s"),
    _(
        "One of the clinics cannot help with your request %(number)s. Your page says why and what "
        "happens next."
    ),
)
ENDED = notice_kind(
    "requests.ended",
    _("The request %(number)s has ended"),
    _("The request %(number)s has ended. Its page says why; nothing more is to be done in it."),
)
CONSENT_ASKED = notice_kind(
    "requests.consent_asked",
    _("Your consent is needed for the request %(number)s"),
    _(
        "A request for treatment was made for you and has the number %(number)s. Before we go on, "
        "please read what we do with personal data and say whether you agree. The link is for you "
        "alone and works for 14 days."
    ),
)
CONSENT_OF_PARTNER_ASKED = notice_kind(
    "requests.consent_of_partner_asked",
    _("%(partner)s asks for your consent: request %(number)s"),
    _(
        "%(partner)s has made a request for treatment for you; its number is %(number)s. Please "
        "read what we do with personal data and whether %(partner)s may see medical information, "
        "and decide on each for itself. The link is for you alone and works for 14 days."
    ),
)
CONSENT_ANSWERED = notice_kind(
    "requests.consent_answered",
    _("The patient has decided on the consents: %(number)s"),
    _("The patient's side has answered the question about consents in the case %(number)s."),
)
SHOWN_TO_INSURER = notice_kind(
    "requests.shown_to_insurer",
    _("A patient shows you a case: %(number)s"),
    _(
        "The patient has agreed that you see who they are and the money of the case %(number)s. "
        "They can take this back at any time."
    ),
)
OVERDUE = notice_kind(
    "requests.overdue",
    _("Overdue: %(number)s"),
    _("Something in the case %(number)s was not done in time. Please see to it now."),
)
