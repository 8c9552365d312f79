"""How a region's portal comes before the public."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PortalState(TextChoices):
    """How far what the region wrote has been looked at."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent for checking")
    PUBLISHED = "published", pgettext_lazy("portal", "Published")


# What is written anew is checked anew; what the public sees meanwhile is the last edition.
PORTAL_MOVES: dict[str, frozenset[str]] = {
    PortalState.DRAFT: frozenset({PortalState.SENT}),
    PortalState.SENT: frozenset({PortalState.DRAFT, PortalState.PUBLISHED}),
    PortalState.PUBLISHED: frozenset({PortalState.DRAFT}),
}


class LinkKind(TextChoices):
    """Where a link stands."""

    WEBSITE = "website", _("The clinic's website")
    SCHEME = "scheme", _("Page of an accreditation scheme")


class LinkProblem(TextChoices):
    """Why a link does not lead where it should."""

    UNKNOWN = "unknown", _("The name of the site does not exist")
    UNREACHABLE = "unreachable", _("The site cannot be reached")
    SILENT = "silent", _("The site does not answer in time")
    CERTIFICATE = "certificate", _("The site's security certificate is not valid")
    ERROR = "error", _("The page does not exist or is broken")
    CIRCLES = "circles", _("The page only leads on to other pages")
    PRIVATE = "private", _("The link leads into a private network")
    MALFORMED = "malformed", _("The link is written wrongly")
