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
