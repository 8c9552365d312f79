"""What people are told of places, in the application and by e-mail."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind

MISSED = notice_kind(
    "bookings.place_missed",
    _("Case %(number)s: the deposit is paid, but no place is left"),
    _(
        "The place ran out before the deposit came, and the days of the stay are full. Please "
        "agree another day of arrival with the patient, or end the contract: then the money goes "
        "back by its rules."
    ),
)
MISSED_PATIENT = notice_kind(
    "bookings.place_missed_patient",
    _("Case %(number)s: your deposit has come, your days are full"),
    _(
        "Your deposit arrived after the time for which your place was kept, and the days of your "
        "stay are full now. The clinic will offer you other days. If none suits you, you can end "
        "the contract, and the money goes back by its rules."
    ),
)
