"""Keeping the register: one row per episode, always what the sources say."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.insight.register.counting import facts_of
from sanamost.insight.register.models import CountedEpisode
from sanamost.journey.treatment import selectors as treatment

COUNTING = "counting of episodes"
# Decides which of two who count at once goes first; the other then reads what the first has seen.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('counted:' || %s, 0))"


@dataclass(frozen=True, slots=True)
class Difference:
    """An episode whose row in the register is not what its sources say."""

    episode_id: int
    columns: tuple[str, ...]
    """Which columns differ; "missing" and "left over" stand for a whole row."""


@dataclass(slots=True)
class Recount:
    """What a count from scratch found."""

    counted: int = 0
    differences: list[Difference] = field(default_factory=list)


def count(*, episode: Any) -> CountedEpisode:
    """Write the episode's row as its sources are now; counting again changes nothing.

    Whoever counts at the same time waits, so the row is never older than the last to finish.
    """
    with acting_as(system(COUNTING)) as acting:
        _wait_for(episode.pk)
        before = CountedEpisode.objects.filter(episode_id=episode.pk).first()
        kept = before.movements if before else []
        row, _ = CountedEpisode.objects.update_or_create(
            episode_id=episode.pk, defaults=facts_of(acting.actor, episode, kept=kept)
        )
        return row


def count_case(*, case_id: int) -> list[CountedEpisode]:
    """Count every episode of the case; a case without one changes nothing."""
    with acting_as(system(COUNTING)):
        return [count(episode=episode) for episode in treatment.episodes_of_case(case_id)]


def recount(*, repair: bool = False) -> Recount:
    """Count every episode from scratch and compare with the rows kept as things went on.

    Equivalents are reckoned anew from the rates that they name; an amount without a rate stays so.
    With `repair` a row that differs is written anew. A row whose episode is gone is only named: the
    register is not deleted from.
    """
    actor = system("recount of episodes")
    found = Recount()
    with acting_as(actor):
        known = set(CountedEpisode.objects.values_list("episode_id", flat=True))
        for episode in treatment.every_episode():
            found.counted += 1
            known.discard(episode.pk)
            if columns := _differing(actor, episode):
                found.differences.append(Difference(episode.pk, columns))
                if repair:
                    count(episode=episode)
        found.differences += [Difference(key, ("left over",)) for key in sorted(known)]
    return found


def _differing(actor: Actor, episode: Any) -> tuple[str, ...]:
    row = CountedEpisode.objects.filter(episode_id=episode.pk).first()
    if row is None:
        return ("missing",)
    fresh = facts_of(actor, episode, kept=row.movements, fill=False)
    return tuple(name for name, value in fresh.items() if getattr(row, name) != value)


def _wait_for(episode_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [str(episode_id)])
