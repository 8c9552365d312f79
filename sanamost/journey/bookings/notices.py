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
WAITED = notice_kind(
    "bookings.waiting_offered",
    _("Case %(number)s: a place became free"),
    _(
        "The proposal was next on the waiting list, and a place is kept for it for 72 hours. "
        "Please agree the day of arrival with the patient and send the proposal before the time "
        "is over."
    ),
)
WAITED_PATIENT = notice_kind(
    "bookings.waiting_offered_patient",
    _("Case %(number)s: good news, a day has become free"),
    _(
        "The clinic now keeps a place for you that was not free before. It will tell you the day "
        "of arrival. There is nothing for you to do yet."
    ),
)
WAITED_IN_VAIN = notice_kind(
    "bookings.waiting_over",
    _("Case %(number)s: no day became free"),
    _(
        "The days for which the proposal waited have gone by. Please agree other days with the "
        "patient and put the proposal on the waiting list again, or suggest another clinic."
    ),
)
UNSAFE = notice_kind(
    "bookings.start_unsafe",
    _("Case %(number)s: please agree another day of arrival"),
    _(
        "On days of the booked stay patients of the state task may need every place, so the "
        "planned stay cannot begin on its day. Please agree another day with the patient before "
        "they travel. The page of the case names the days and what is lacking."
    ),
)
UNSAFE_DESK = notice_kind(
    "bookings.start_unsafe_desk",
    _("Case %(number)s: the clinic has to agree another day of arrival"),
    _(
        "On days of the booked stay patients of the state task may need every place of the clinic, "
        "so the planned stay cannot begin on its day. The clinic agrees another day with the "
        "patient. Please see that it does so before the patient travels."
    ),
)
