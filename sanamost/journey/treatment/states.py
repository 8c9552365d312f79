"""An episode's states and allowed moves."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EpisodeState(TextChoices):
    """Where an episode stands."""

    ADMITTED = "admitted", _("In treatment")
    DISCHARGED = "discharged", _("Discharged")


EPISODE_MOVES: dict[EpisodeState, set[EpisodeState]] = {
    EpisodeState.ADMITTED: {EpisodeState.DISCHARGED},
}
