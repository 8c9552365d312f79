"""Where the notice of a cross-border transfer stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TransferStatus(models.TextChoices):
    """Where the operator's notice to the regulator about a country stands (152-FZ art. 12)."""

    NOTIFIED = "notified", _("Notice given")
    ALLOWED = "allowed", _("Allowed")
    FORBIDDEN = "forbidden", _("Forbidden or limited")
