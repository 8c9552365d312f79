"""Notices about travel; mail leaves the platform, so they name the case's number alone."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind

ARRIVAL_WANTED = notice_kind(
    "travel.arrival_wanted",
    _("Your place is booked. When do you arrive?"),
    _("Case %(case)s: please tell us when and how you arrive, so that somebody meets you."),
)
ARRIVAL_TOLD = notice_kind(
    "travel.arrival_told",
    _("Arrival is known"),
    _("Case %(case)s: the day and the way of arrival were entered or changed."),
)
WELCOME_PACK = notice_kind(
    "travel.welcome_pack",
    _("Your welcome pack is ready"),
    _("Case %(case)s: the paper for your way is ready: who meets you, what to bring, day by day."),
)
INVITATION_SHEET = notice_kind(
    "travel.invitation_sheet",
    _("Please check the data for your visa invitation"),
    _("Case %(case)s: compare every letter and figure with the passport."),
)
NOTICE_OWED = notice_kind(
    "travel.notice_owed",
    _("A notice to the authorities is due"),
    _("Case %(case)s: file the notice in time; the due moment stands in the list of notices."),
)
