"""Notices about treatment."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import notice_kind

EXTRACT_READY = notice_kind(
    "treatment.extract_ready",
    _("Your papers after treatment are ready"),
    _("Case %(case)s: the extract lies in your cabinet, in Russian and in your language."),
)

OPINION_READY = notice_kind(
    "treatment.opinion_ready",
    _("The doctor's opinion is ready"),
    _("Case %(case)s: the opinion lies in your cabinet, in Russian and in your language."),
)
