"""What may be said of a patient: residency, document of stay, purposes of consents."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ResidencyBasis(TextChoices):
    """Resident or not by currency law (173-FZ art. 1): a permit to reside makes a resident."""

    NON_RESIDENT = "non_resident", _("Lives permanently abroad")
    RESIDENCE_PERMIT = "residence_permit", _("Lives in Russia on a residence permit")
    CITIZEN = "citizen", _("Citizen of Russia")


class Sex(TextChoices):
    """As in the passport."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class StayDocument(TextChoices):
    """By what the person may be in the country."""

    NONE = "none", _("Not in the country yet")
    VISA_FREE = "visa_free", _("Visa-free entry (migration card)")
    VISA = "visa", _("Visa")
    E_VISA = "e_visa", _("Electronic visa")
    TEMPORARY_PERMIT = "temporary_permit", _("Temporary residence permit")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit")


class ConsentPurpose(TextChoices):
    """One consent, one purpose, one paper (152-FZ as amended by 156-FZ from 2025-09-01)."""

    PROCESSING = "processing", _("Processing of personal data")
    DISCLOSURE = "disclosure", _("Disclosure of medical information to a named recipient")
    CROSS_BORDER = "cross_border", _("Transfer of personal data abroad")
    TREATMENT = "treatment", _("Informed consent to treatment")
    MARKETING = "marketing", _("News and offers")
