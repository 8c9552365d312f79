"""What organisations there are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What an organisation is on the platform."""

    CLINIC = "clinic", _("Clinic")
    FOREIGN_CLINIC = "foreign_clinic", _("Foreign clinic")
    PARTNER = "partner", _("Partner agency")
    INSURER = "insurer", _("Insurer")
    REGION = "region", _("Region")
    NATIONAL = "national", _("National centre")
    PLATFORM = "platform", _("Platform")
