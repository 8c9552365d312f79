"""Reading episodes, what was done, extracts."""

from collections.abc import Iterator

from sanamost.foundation.access.acting import note_seen
from sanamost.foundation.access.actor import Actor
from sanamost.journey.treatment.models import Discharge, Episode, ServiceDone
from sanamost.journey.treatment.progress import Item, items_of, records_of
from sanamost.journey.treatment.states import EpisodeState

__all__ = [
    "Item",
    "access_done",
    "access_episode",
    "discharge_of",
    "episode_by_id",
    "episode_named",
    "episode_of_case",
    "episodes_of_case",
    "every_episode",
    "first_episode_of",
    "items_of",
    "records_of",
]


def access_episode(actor: Actor, public_id: str) -> Episode:
    """The episode; raises `NotVisible`."""
    return Episode.objects.select_related("case", "booking").access(actor, public_id)


def episode_of_case(actor: Actor, case_id: int) -> Episode | None:
    """The case's latest episode, as far as the actor may see it."""
    rows = Episode.objects.visible_to(actor).filter(case_id=case_id).select_related("case")
    episode = rows.order_by("-admitted_at").first()
    if episode:
        note_seen(case_id, "identity")
    return episode


def episode_named(public_id: str) -> Episode:
    """The episode of an event, for handlers that act as the system."""
    return Episode.objects.select_related("case").get(public_id=public_id)


def episode_by_id(episode_id: int) -> Episode:
    """The episode by its key, for stages that hold it already."""
    return Episode.objects.select_related("case").get(pk=episode_id)


def episodes_of_case(case_id: int) -> list[Episode]:
    """Every episode of the case in order, for the register, which works as the system."""
    rows = Episode.objects.filter(case_id=case_id).select_related("case", "agreement")
    return list(rows.order_by("pk"))


def every_episode() -> Iterator[Episode]:
    """Every episode there is, in order, for the register's recount, which works as the system."""
    rows = Episode.objects.select_related("case", "agreement").order_by("pk")
    return rows.iterator(chunk_size=500)


def first_episode_of(agreement_id: int) -> int | None:
    """Key of the first episode under the agreement: the money of the agreement stands with it."""
    rows = Episode.objects.filter(agreement_id=agreement_id).order_by("pk")
    return rows.values_list("pk", flat=True).first()


def access_done(actor: Actor, public_id: str) -> ServiceDone:
    """The record of a service; raises `NotVisible`."""
    return ServiceDone.objects.select_related("episode", "case").access(actor, public_id)


def discharge_of(actor: Actor, episode: Episode) -> Discharge | None:
    """The extract's row, for whoever has the clinical class."""
    if episode.state != EpisodeState.DISCHARGED:
        return None
    rows = Discharge.objects.visible_to(actor).filter(episode_id=episode.pk)
    row = rows.select_related("paper", "written_by").first()
    if row:
        note_seen(episode.case_id, "clinical")
    return row
