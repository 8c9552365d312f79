"""The catalogue's own codes: kinds of services, patient groups, tax classes, scope."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ServiceKind(models.TextChoices):
    """What kind of service it is."""

    CONSULTATION = "consultation", _("Consultation")
    DIAGNOSTICS = "diagnostics", _("Diagnostics")
    SURGERY = "surgery", _("Surgery")
    COURSE = "course", _("Course of treatment")
    STAY = "stay", _("Hospital stay")
    REHABILITATION = "rehabilitation", _("Rehabilitation")
    PACKAGE = "package", _("Package")
    PROGRAMME = "programme", _("Programme")
    CHECK_UP = "check_up", _("Check-up")
    SECOND_OPINION = "second_opinion", _("Second opinion")
    SERVICE = "service", _("Service around treatment")


WHOLE = (ServiceKind.PACKAGE, ServiceKind.PROGRAMME, ServiceKind.CHECK_UP)
"""Kinds that have one price for several things, which their list of contents names."""


class Setting(models.TextChoices):
    """Where the patient is while it is done; empty where the clinic has not said."""

    OUT_PATIENT = "out_patient", _("Out-patient")
    DAY_HOSPITAL = "day_hospital", _("Day hospital")
    IN_PATIENT = "in_patient", _("In hospital")
    REMOTE = "remote", _("From afar, without travelling")


class TextPart(models.TextChoices):
    """One of the texts by which a patient understands a service."""

    NAME = "name", _("Name")
    ABOUT = "about", _("What it is")
    INCLUDED = "included", _("What the price holds")
    EXCLUDED = "excluded", _("Not in the price")
    PREPARATION = "preparation", _("How to prepare")
    CONTRAINDICATIONS = "contraindications", _("When it must not be done")


LISTS = (TextPart.INCLUDED, TextPart.EXCLUDED)
"""One item a line."""
WRITTEN = (TextPart.ABOUT, TextPart.PREPARATION, TextPart.CONTRAINDICATIONS)
"""Texts that no price list brings: the original is written here too."""


class Means(models.TextChoices):
    """How a text came to be."""

    HUMAN = "human", _("Written by a person")
    MACHINE = "machine", _("Translated by a machine")
    EDITED = "edited", _("Translated by a machine, edited by a person")


class Standing(models.TextChoices):
    """How far a text of a service is in one language."""

    LISTED = "listed", _("From the price list")
    MISSING = "missing", _("To be translated")
    STALE = "stale", _("The original has changed")
    DRAFT = "draft", _("To be reviewed")
    CHECKED = "checked", _("To be published")
    PUBLISHED = "published", _("Published")


class PatientGroup(models.TextChoices):
    """Whom a price is for."""

    RESIDENT = "resident", _("Residents")
    EAEU = "eaeu", _("Citizens of the Eurasian Economic Union")
    FOREIGN = "foreign", _("Other foreign citizens")


class VatClass(models.TextChoices):
    """How value added tax falls on a line."""

    EXEMPT = "exempt", _("Medical service, exempt from VAT")
    STANDARD = "standard", _("VAT at the standard rate")


class Scope(models.TextChoices):
    """What a service is part of, in the one scope by which proposals are compared."""

    SURGERY = "surgery", _("Surgery or main treatment")
    ANAESTHESIA = "anaesthesia", _("Anaesthesia")
    IMPLANTS = "implants", _("Implants and materials")
    TESTS = "tests", _("Examinations and tests")
    STAY = "stay", _("Stay in hospital with meals")
    MEDICINES = "medicines", _("Medicines in hospital")
    REHABILITATION = "rehabilitation", _("Rehabilitation")
    INTERPRETER = "interpreter", _("Interpreter")
    TRANSFER = "transfer", _("Transfer")
    COMPANION = "companion", _("Stay of a companion")
    FOLLOW_UP = "follow_up", _("Follow-up from afar")
    TRAVEL = "travel", _("Flights and visa fees")
    COMPLICATIONS = "complications", _("Treatment of complications")


class ImportState(models.TextChoices):
    """How far the import of a price list is."""

    READING = "reading", _("Being read")
    FAILED = "failed", _("Not read")
    DRAFT = "draft", _("Being looked through")
    IMPORTING = "importing", _("Being imported")
    IMPORTED = "imported", _("Imported")
    ABANDONED = "abandoned", _("Abandoned")


IMPORT_MOVES = {
    ImportState.READING: frozenset({ImportState.DRAFT, ImportState.FAILED, ImportState.ABANDONED}),
    ImportState.FAILED: frozenset({ImportState.READING, ImportState.ABANDONED}),
    ImportState.DRAFT: frozenset(
        {ImportState.READING, ImportState.IMPORTING, ImportState.IMPORTED, ImportState.ABANDONED}
    ),
    ImportState.IMPORTING: frozenset({ImportState.IMPORTED, ImportState.DRAFT}),
}


class RowOutcome(models.TextChoices):
    """What the importer says of a row."""

    IMPORTED = "imported", _("As it stands")
    MENDED = "mended", _("Mended")
    REFUSED = "refused", _("Not taken")


class RowDecision(models.TextChoices):
    """What a person decided about a row; empty where they left it to the importer."""

    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    EDITED = "edited", _("Edited")
