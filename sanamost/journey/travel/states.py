"""Work orders around treatment: states and allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WorkKind(TextChoices):
    """A service around treatment."""

    INVITATION = "invitation", _("Visa invitation")
    INTERPRETER = "interpreter", _("Interpreter")
    TRANSLATION = "translation", _("Translation of papers")
    TRANSFER = "transfer", _("Transfer")
    STAY = "stay", _("Place to stay")
    NURSE = "nurse", _("Nurse")
    COMPANION = "companion", _("Companion's needs")


class WorkState(TextChoices):
    """Where a work order stands."""

    REQUESTED = "requested", _("Requested")
    ASSIGNED = "assigned", _("Assigned")
    CONFIRMED = "confirmed", _("Confirmed")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class NoticeState(TextChoices):
    """A notice to the authorities."""

    DUE = "due", pgettext_lazy("notice", "Due")
    FILED = "filed", _("Filed")


class NoticeKind(TextChoices):
    """Which notice (109-FZ)."""

    ARRIVAL = "arrival", _("Arrival notice")
    DEPARTURE = "departure", _("Departure notice")


class EntryDocument(TextChoices):
    """On what the person stays in the country."""

    MIGRATION_CARD = "migration_card", _("Migration card, no visa")
    VISA = "visa", _("Visa")
    E_VISA = "e_visa", _("Electronic visa")
    TEMPORARY_PERMIT = "temporary_permit", _("Temporary residence permit")
    RESIDENCE_PERMIT = "residence_permit", _("Residence permit")


WORK_MOVES: dict[WorkState, set[WorkState]] = {
    WorkState.REQUESTED: {WorkState.ASSIGNED, WorkState.CANCELLED},
    WorkState.ASSIGNED: {WorkState.CONFIRMED, WorkState.CANCELLED},
    WorkState.CONFIRMED: {WorkState.DONE, WorkState.CANCELLED},
}
NOTICE_MOVES: dict[NoticeState, set[NoticeState]] = {NoticeState.DUE: {NoticeState.FILED}}
