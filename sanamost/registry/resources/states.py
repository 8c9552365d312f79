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


class ResourceKind(TextChoices):
    """What is scarce; values are those of `engines.capacity.supply.Kind`."""

    BEDS = "beds", _("Beds")
    THEATRE = "theatre", _("Operating theatre")
    EQUIPMENT = "equipment", _("Heavy equipment")
    STAFF = "staff", _("Staff")
    ROOM = "room", _("Consulting and treatment rooms")


class BedGender(TextChoices):
    """Who may lie in the beds."""

    ANY = "any", _("Anybody")
    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    CHILDREN = "children", _("Children")


class BreakReason(TextChoices):
    """Why a resource gives less."""

    REPAIR = "repair", _("Repair or maintenance")
    LEAVE = "leave", _("Leave of staff")
    HOLIDAY = "holiday", _("Holidays")
    SEASON = "season", _("Season")
    OTHER = "other", _("Another reason")


class FinanceSource(TextChoices):
    """Who pays for domestic patients; all of them come before foreign ones."""

    OMS = "oms", _("Compulsory health insurance")
    HIGH_TECH = "high_tech", _("High-technology care from the budget")
    VOLUNTARY = "voluntary", _("Voluntary health insurance")
    PAID = "paid", _("Residents who pay themselves")


class RecipeOrigin(TextChoices):
    """Where a recipe comes from."""

    ENTERED = "entered", _("Entered by the clinic")
    LEARNED = "learned", _("Learned from treated patients")


class ConcessionState(TextChoices):
    """A request to give foreign patients what the state task keeps."""

    ASKED = "asked", _("Waits for a second person")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")


CONCESSION_MOVES: dict[str, frozenset[str]] = {
    ConcessionState.ASKED: frozenset({ConcessionState.GRANTED, ConcessionState.REFUSED}),
}
