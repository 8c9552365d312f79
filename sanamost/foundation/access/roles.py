"""Who may be what, and which classes of a case's data each role is for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a person is in one organisation, or towards their own case."""

    PATIENT = "patient", _("Patient")
    COMPANION = "companion", _("Companion")
    COORDINATOR = "coordinator", _("Coordinator")
    PHYSICIAN = "physician", _("Physician")
    FINANCE = "finance", _("Finance officer")
    OFFICER = "officer", _("Contract officer")
    QUALITY = "quality", _("Quality officer")
    PARTNER_AGENT = "partner_agent", _("Partner agent")
    INSURER = "insurer", _("Insurer's claims handler")
    REGIONAL_COORDINATOR = "regional_coordinator", _("Regional coordinator")
    NATIONAL_COORDINATOR = "national_coordinator", _("National coordinator")
    PLATFORM_ADMIN = "platform_admin", _("Platform administrator")


class DataClass(TextChoices):
    """A class of a case's data; grants are given by class."""

    IDENTITY = "identity", _("Who the patient is")
    CLINICAL = "clinical", _("Medical information")
    MONEY = "money", _("Prices and payments")
    TRAVEL = "travel", _("Travel and stay")


class GrantPurpose(TextChoices):
    """Why an organisation sees a case."""

    INTAKE = "intake", _("Desk that takes requests in")
    TREATMENT = "treatment", _("Treatment")
    REFERRAL = "referral", _("Partner who sent the patient")
    INSURANCE = "insurance", _("Insurer who pays")
    STAFF_ACCESS = "staff_access", _("Timed staff access")


CARE_STAFF = frozenset({Role.COORDINATOR, Role.PHYSICIAN, Role.FINANCE, Role.OFFICER, Role.QUALITY})
# Whoever moves money, signs for a clinic or reads a country's figures signs in with two proofs.
STRONG_ROLES = frozenset(
    {
        Role.FINANCE,
        Role.OFFICER,
        Role.REGIONAL_COORDINATOR,
        Role.NATIONAL_COORDINATOR,
        Role.PLATFORM_ADMIN,
    }
)
_ALL = frozenset(DataClass)

# Need to know: a role never sees a class that is not here, whatever its organisation was granted.
CLASSES_OF: dict[Role, frozenset[DataClass]] = {
    Role.PATIENT: _ALL,
    Role.COMPANION: _ALL,
    Role.COORDINATOR: _ALL,
    Role.PHYSICIAN: frozenset({DataClass.IDENTITY, DataClass.CLINICAL}),
    Role.FINANCE: frozenset({DataClass.IDENTITY, DataClass.MONEY}),
    Role.OFFICER: frozenset({DataClass.IDENTITY, DataClass.MONEY, DataClass.TRAVEL}),
    Role.QUALITY: frozenset({DataClass.IDENTITY, DataClass.CLINICAL}),
    Role.PARTNER_AGENT: _ALL,
    Role.INSURER: frozenset({DataClass.IDENTITY, DataClass.MONEY}),
    Role.REGIONAL_COORDINATOR: frozenset(),
    Role.NATIONAL_COORDINATOR: frozenset(),
    Role.PLATFORM_ADMIN: _ALL,
}
