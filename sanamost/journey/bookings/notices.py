"""What people are told of places, in the application and by e-mail."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind

MISSED = notice_kind(
    "bookings.place_missed",
    _("Case %(number)s: the deposit is paid, but no place is left"),
    _(
        "The place ran out before the deposit came, and the week is full. Please agree another "
        "week with the patient, or end the contract: then the money goes back by its rules."
    ),
)
MISSED_PATIENT = notice_kind(
    "bookings.place_missed_patient",
    _("Case %(number)s: your deposit has come, your week is full"),
    _(
        "Your deposit arrived after the time for which your place was kept, and the week is full "
        "now. The clinic will offer you another week. If none suits you, you can end the contract, "
        "and the money goes back by its rules."
    ),
)
