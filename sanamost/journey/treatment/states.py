"""An episode's states and allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EpisodeState(TextChoices):
    """Where an episode stands."""

    ADMITTED = "admitted", _("In treatment")
    DISCHARGED = "discharged", _("Discharged")


REMOTE_STATES = {
    EpisodeState.ADMITTED: _("The doctor is at work"),
    EpisodeState.DISCHARGED: _("The opinion is given"),
}
"""What the states are called where nobody comes or leaves."""

EPISODE_MOVES: dict[EpisodeState, set[EpisodeState]] = {
    EpisodeState.ADMITTED: {EpisodeState.DISCHARGED},
}
