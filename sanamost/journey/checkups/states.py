"""What a clinic's physician did to a proposed check-up."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EditKind(TextChoices):
    """Put in or taken out; the latest word on an examination holds."""

    ADDED = "added", _("Added by the physician")
    REMOVED = "removed", _("Taken out by the physician")
