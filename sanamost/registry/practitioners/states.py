"""Words about physicians that the state's registers use."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Grade(TextChoices):
    """Qualification category."""

    NONE = "none", _("No category")
    SECOND = "second", _("Second category")
    FIRST = "first", _("First category")
    HIGHEST = "highest", _("Highest category")


class Degree(TextChoices):
    """Academic degrees and titles."""

    CANDIDATE = "candidate", _("Candidate of medical sciences (PhD)")
    DOCTOR = "doctor", _("Doctor of medical sciences")
    DOCENT = "docent", _("Associate professor")
    PROFESSOR = "professor", _("Professor")
    ACADEMICIAN = "academician", _("Member of the Academy of Sciences")


class AgeBand(TextChoices):
    """Ages as passports of a service count them; never of interest to a patient."""

    UNKNOWN = "", _("Not stated")
    UNDER_30 = "under_30", _("Under 30")
    FROM_30 = "30_39", _("30 to 39")
    FROM_40 = "40_49", _("40 to 49")
    FROM_50 = "50_59", _("50 to 59")
    FROM_60 = "60_plus", _("60 and over")


class CredentialKind(TextChoices):
    """What gives a specialist the right to work."""

    ACCREDITATION = "accreditation", _("Accreditation of a specialist")
    CERTIFICATE = "certificate", _("Certificate of a specialist")
    ADMISSION = "admission", _("Admission of a foreign specialist")
