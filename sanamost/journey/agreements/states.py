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
    CANCELLED = "cancelled", _("Taken back by the clinic")


class Termination(TextChoices):
    """Why an agreement ends before it is fulfilled; the refund rules go by these codes."""

    PATIENT = "patient", _("The patient withdraws")
    CLINIC = "clinic", _("The clinic cannot treat")
    MEDICAL = "medical", _("A medical reason")
    VISA_REFUSED = "visa_refused", _("No visa was given")


class Side(TextChoices):
    """Who can supply what an agreement still lacks."""

    PATIENT = "patient", _("Patient's side")
    CLINIC = "clinic", _("Clinic")


class Gate(TextChoices):
    """What cannot be done while an item of the checklist is missing."""

    ISSUE = "issue", _("Before the contract is issued")
    SIGNATURE = "signature", _("Before it is signed")
    TREATMENT = "treatment", _("Before treatment begins")


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
    AddendumState.DRAFT: {AddendumState.ISSUED, AddendumState.CANCELLED},
    AddendumState.ISSUED: {
        AddendumState.SIGNED,
        AddendumState.REFUSED,
        AddendumState.CANCELLED,
    },
}
