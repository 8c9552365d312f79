"""Agreements and addenda: states and allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AgreementState(TextChoices):
    """Where an agreement stands."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Waiting for the patient's signature")
    SIGNED = "signed", _("Waiting for the clinic's signature")
    IN_FORCE = "in_force", _("In force")
    COMPLETED = "completed", _("Completed")
    TERMINATED = "terminated", _("Terminated")


class AddendumState(TextChoices):
    """Where an addendum stands."""

    DRAFT = "draft", _("Draft")
    ISSUED = "issued", _("Waiting for the patient's signature")
    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Refused by the patient")


class Capacity(TextChoices):
    """In which capacity somebody signs."""

    PATIENT = "patient", _("Patient")
    REPRESENTATIVE = "representative", _("Patient's legal representative")
    CLINIC = "clinic", _("For the clinic")


class SignatureMethod(TextChoices):
    """How it was signed."""

    FRESH_SIGN_IN = "fresh_sign_in", _("On the platform, after a fresh sign-in")
    PAPER_SCAN = "paper_scan", _("On paper; the scan is kept")


AGREEMENT_MOVES: dict[AgreementState, set[AgreementState]] = {
    AgreementState.DRAFT: {AgreementState.ISSUED, AgreementState.TERMINATED},
    AgreementState.ISSUED: {AgreementState.SIGNED, AgreementState.TERMINATED},
    AgreementState.SIGNED: {AgreementState.IN_FORCE, AgreementState.TERMINATED},
    AgreementState.IN_FORCE: {AgreementState.COMPLETED, AgreementState.TERMINATED},
}
ADDENDUM_MOVES: dict[AddendumState, set[AddendumState]] = {
    AddendumState.DRAFT: {AddendumState.ISSUED},
    AddendumState.ISSUED: {AddendumState.SIGNED, AddendumState.REFUSED},
}
