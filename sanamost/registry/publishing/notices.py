"""What coordinators are told about portals."""

from django.utils.translation import gettext_lazy as _

from sanamost.foundation.messaging.services import NoticeKind, notice_kind

__all__ = ["CHECK", "OWN", "PUBLISHED", "RETURNED", "SENT", "NoticeKind"]
OWN = "/coordinator/portal/"
CHECK = "/coordinator/portals/"

SENT = notice_kind(
    "publishing.portal_sent",
    _("A region's portal waits to be checked"),
    _("%(name)s: look at its name, colours and scope, and publish it or say what to change."),
)
PUBLISHED = notice_kind(
    "publishing.portal_published",
    _("Your region's portal is published"),
    _("It can be seen by everybody at %(address)s."),
)
RETURNED = notice_kind(
    "publishing.portal_returned",
    _("Your region's portal needs a change"),
    _("It was not published. What to change: %(reason)s"),
)
