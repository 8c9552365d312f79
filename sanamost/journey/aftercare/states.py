"""Follow-ups: states and allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FollowUpState(TextChoices):
    """Where a follow-up stands."""

    SCHEDULED = "scheduled", _("Scheduled")
    ASKED = "asked", _("Waiting for the patient")
    ANSWERED = "answered", _("Answered")
    MISSED = "missed", _("Not answered")


class Feeling(TextChoices):
    """How the patient feels against the day of discharge."""

    BETTER = "better", _("Better")
    SAME = "same", _("The same")
    WORSE = "worse", _("Worse")


FOLLOW_UP_MOVES: dict[FollowUpState, set[FollowUpState]] = {
    FollowUpState.SCHEDULED: {FollowUpState.ASKED, FollowUpState.ANSWERED},
    FollowUpState.ASKED: {FollowUpState.ANSWERED, FollowUpState.MISSED},
    FollowUpState.MISSED: {FollowUpState.ANSWERED},
}
