"""A question's text against services and clinics: which services answer it, and how well."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.search.clinics import Clinics, Mask
from sanamost.engines.search.letters import pieces
from sanamost.engines.search.matching import WHOLE, Matched, kept, match
from sanamost.engines.search.names import Names
from sanamost.engines.search.reading import Slot, read
from sanamost.engines.search.segment import Segment

SURE = 0.8


class Read(NamedTuple):
    """A text against one segment: the services found, by place, and their scores.

    Nothing is asked of the names where `found` is None. `best` says how much of the text anything
    answers firmly.
    """

    segment: Segment
    slots: list[Slot]
    found: NDArray[np.int32] | None
    scores: NDArray[np.float32] | None
    best: float = 1.0


class Understood(NamedTuple):
    """The text against every segment; the clinics that it names, and by which of its words."""

    reads: list[Read]
    named: Mask | None
    clinic_slots: list[Slot]

    def words(self) -> tuple[list[str], set[str]]:
        """Every word of the text, and those that anything here knows."""
        slots = [slot for one in self.reads for slot in one.slots] + self.clinic_slots
        return [slot.word for slot in slots], {slot.word for slot in slots if slot.meanings}


def nothing_said(segments: Sequence[Segment]) -> Understood:
    """No text: every service is an answer."""
    return Understood([Read(one, [], None, None) for one in segments], None, [])


def understand(text: str, segments: Sequence[Segment], clinics: Clinics) -> Understood:
    """The text as typed; where nothing answers the whole of it, read again with more doubt."""
    first = _understood(text, segments, clinics, doubt=False)
    words, known = first.words()
    whole = max((one.best for one in first.reads), default=1.0) > WHOLE
    if whole and known.issuperset(words):
        return first
    again = _understood(text, segments, clinics, doubt=True)
    return again if any(one.best for one in again.reads) else first


def _understood(
    text: str, segments: Sequence[Segment], clinics: Clinics, *, doubt: bool
) -> Understood:
    read_by = [(one, read(text, one.names, doubt=doubt)) for one in segments]
    naming = _naming(text, read_by, clinics)
    words = {slot.word for slot in naming}
    named = _named(naming, clinics) if naming else None
    none, unscored = np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32)
    reads = []
    for segment, slots in read_by:
        left = [slot for slot in slots if slot.word not in words]
        if words and not left:
            reads.append(Read(segment, [], None, None))
        else:
            reads.append(Read(segment, left, none, unscored))
    return Understood(_ranked(reads), named, naming)


def _naming(text: str, read_by: list[tuple[Segment, list[Slot]]], clinics: Clinics) -> list[Slot]:
    """The words that name a clinic or a place rather than a service."""
    surest: dict[str, float] = {}
    for segment, slots in read_by:
        for slot in slots:
            sure = _held(slot, segment.names)
            surest[slot.word] = max(surest.get(slot.word, 0.0), sure)
    unsure = any(sure < SURE for sure in surest.values())
    if not unsure and not all(map(clinics.names.knows, pieces(text)[:-1])):
        return []
    at_clinics = read(text, clinics.names, guess=unsure)
    clinic_sure = {slot.word: _held(slot, clinics.names) for slot in at_clinics}
    if at_clinics and all(sure >= SURE for sure in clinic_sure.values()):
        found = match(at_clinics, clinics.names)
        services = max((_whole(one, slots) for one, slots in read_by), default=0.0)
        if len(found.places) and found.firmly.max() > WHOLE and services < SURE:
            return at_clinics
    return [
        slot
        for slot in at_clinics
        if clinic_sure[slot.word] > max(surest.get(slot.word, SURE), 0.6)
        and surest.get(slot.word, SURE) < SURE
    ]


def _named(slots: list[Slot], clinics: Clinics) -> Mask:
    """The clinics that answer these words best."""
    found = match(slots, clinics.names)
    mask = np.zeros(len(clinics.rows), dtype=np.bool_)
    if len(found.places):
        best, surest = float(found.firmly.max()), float(found.scores.max())
        mask[found.places[kept(found, best, surest)]] = True
    return mask


def _ranked(reads: list[Read]) -> list[Read]:
    """The reads with the services that are answers, judged over all segments together."""
    matched: list[Matched | None] = [
        match(one.slots, one.segment.names) if one.found is not None else None for one in reads
    ]
    some = [one for one in matched if one is not None and len(one.places)]
    best = max((float(one.firmly.max()) for one in some), default=0.0)
    surest = max((float(one.scores.max()) for one in some), default=0.0)
    ranked = []
    for one, came in zip(reads, matched, strict=True):
        if came is None:
            ranked.append(one)
            continue
        mask = kept(came, best, surest)
        found, scores = came.places[mask], came.scores[mask]
        ranked.append(one._replace(found=found, scores=scores, best=best))
    return ranked


def _held(slot: Slot, names: Names) -> float:
    """How sure the surest meaning is that some document holds."""
    held = (one.weight for one in slot.meanings.values() if names.frequency(one.term))
    return max(held, default=0.0)


def _whole(segment: Segment, slots: list[Slot]) -> float:
    """How sure the surest service is that answers the whole question; 0 where none does."""
    found = match(slots, segment.names)
    if not len(found.places) or any(not _held(slot, segment.names) for slot in slots):
        return 0.0
    return float(found.scores[found.covered > WHOLE].max(initial=0.0))
