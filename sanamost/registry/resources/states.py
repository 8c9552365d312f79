"""The states of a passport of a service, and the words of what stands in it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PassportState(TextChoices):
    """How far a clinic is with a passport."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    ABANDONED = "abandoned", _("Put aside")


# What was submitted stays as it is: a correction is a passport of its own, for the same date.
PASSPORT_MOVES: dict[str, frozenset[str]] = {
    PassportState.DRAFT: frozenset({PassportState.SUBMITTED, PassportState.ABANDONED}),
}


class PlaceKind(TextChoices):
    """Where patients of the profile are cared for."""

    HOSPITAL = "hospital", _("Own building with beds")
    GENERAL = "general_hospital", _("Beds in a general hospital")
    OUTPATIENT = "outpatient", _("Out-patient centre")
