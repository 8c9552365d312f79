"""Notices after the return home; they say nothing of the answers."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind

HOW_ARE_YOU = notice_kind(
    "aftercare.how_are_you",
    _("How are you? Four short questions"),
    _(
        "Case %(case)s: %(day)s days have passed since your treatment. Please tell us how you are; "
        "it takes a minute. If you feel very unwell, call your local emergency number at once."
    ),
)
WORRYING = notice_kind(
    "aftercare.worrying",
    _("A follow-up answer needs you today"),
    _("Case %(case)s: read the answer of day %(day)s and get in touch with the patient."),
)
CLOSED = notice_kind(
    "aftercare.closed",
    _("Your case is closed"),
    _(
        "Case %(case)s: the clinic has closed your case. Your papers stay in your cabinet, and we "
        "still ask how you are on the days agreed."
    ),
)
