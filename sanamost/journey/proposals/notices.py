"""What people are told of proposals, in the application and by e-mail. No medical word in mail."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind

SENT = notice_kind(
    "proposals.sent",
    _("A clinic has sent a proposal for %(number)s"),
    _(
        "A clinic has sent a treatment proposal with its price for your request %(number)s. "
        "Please read it on your page; nothing binds you until you accept and sign."
    ),
)
ACCEPTED = notice_kind(
    "proposals.accepted",
    _("The proposal was accepted: %(number)s"),
    _("The patient accepted your proposal in the case %(number)s. Prepare the agreement."),
)
DECLINED = notice_kind(
    "proposals.declined",
    _("The proposal was declined: %(number)s"),
    _("The proposal in the case %(number)s was declined. The place held for it is free again."),
)
DECLINED_REMOTE = notice_kind(
    "proposals.declined_remote",
    _("The proposal was declined: %(number)s"),
    _("The proposal in the case %(number)s was declined. There is nothing more to do for it."),
)
EXPIRED = notice_kind(
    "proposals.expired",
    _("A proposal for %(number)s has expired"),
    _("A proposal for your request %(number)s has expired. Ask the clinic if you still want it."),
)
EXPIRED_CLINIC = notice_kind(
    "proposals.expired_clinic",
    _("A proposal has expired: %(number)s"),
    _("Nobody answered the proposal in the case %(number)s in time. Its place is free again."),
)
EXPIRED_CLINIC_REMOTE = notice_kind(
    "proposals.expired_clinic_remote",
    _("A proposal has expired: %(number)s"),
    _("Nobody answered the proposal in the case %(number)s in time."),
)
