"""Documents ranked by how surely and how closely they answer the slots of a question."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sanamost.engines.search.letters import SCRIPTS
from sanamost.engines.search.names import Found, Names
from sanamost.engines.search.reading import Slot

Scores = NDArray[np.float32]
CLOSENESS = 0.06
"""How much a short name is worth beside a long one that holds the same words."""
LITERAL = 0.06
"""What the word as typed is worth beyond a concept that says the same."""
GENERIC = 0.25
"""How much of a word counts that says no more than that something is done."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Documents by place with their scores (about 1 is every word as typed) and what they cover.

    `covered` is the share of the question, by the rarity of its words, that a document answers.
    """

    places: NDArray[np.int32]
    scores: Scores
    covered: Scores


def match(slots: list[Slot], names: Names) -> Matched:
    """Every document that answers some slot that any document answers."""
    asked = [slot for slot in slots if any(names.frequency(term) for term in slot.meanings)]
    if not asked:
        none = np.zeros(0, dtype=np.float32)
        return Matched(np.zeros(0, dtype=np.int32), none, none)
    score = np.zeros(names.count, dtype=np.float32)
    covered = np.zeros(names.count, dtype=np.float32)
    whole = 0.0
    specific = any(not slot.generic for slot in asked)
    for slot in asked:
        sure = np.zeros(names.count, dtype=np.float32)
        for found in sorted(slot.meanings.values()):
            sure[names.holders(found.term)] = found.weight
        for found in slot.meanings.values():
            if found.how == "exact":
                sure[names.holders(found.term)] += LITERAL
        answered = sure > 0
        rarity = float(np.log1p(names.count / (1 + np.count_nonzero(answered)))) + 0.1
        if slot.generic and specific:
            score += GENERIC * np.float32(min(rarity, 1.0)) * sure
            continue
        score += rarity * sure
        covered += rarity * answered
        whole += rarity
    places = np.flatnonzero(covered).astype(np.int32)
    near = CLOSENESS * _closeness(asked, names, places)
    return Matched(places, score[places] / whole + near, covered[places] / whole)


def kept(matched: Matched, best: float, surest: float) -> NDArray[np.bool_]:
    """Which documents are an answer, given the best coverage and score anywhere.

    Where something answers the whole question nothing less does; else what comes near the best.
    What is half as sure as the surest is not shown.
    """
    least = best - 1e-4 if best > 0.999 else best * 0.8
    return (matched.covered >= least) & (matched.scores >= 0.5 * surest)


def why(slots: list[Slot], names: Names, place: int) -> list[tuple[Slot, Found]]:
    """The surest meaning of each slot that the document holds."""
    held = names.terms_of(place)
    found = []
    for slot in slots:
        here = [meaning for meaning in slot.meanings.values() if meaning.term in held]
        if here:
            found.append((slot, max(here)))
    return found


def _closeness(asked: list[Slot], names: Names, places: NDArray[np.int32]) -> Scores:
    scripts = [slot.script for slot in asked]
    own = SCRIPTS.index(max(set(scripts), key=scripts.count))
    lengths = names.lengths[own, places]
    shortest = names.lengths[:, places].min(axis=0)
    length = np.where(lengths == 255, shortest, lengths).astype(np.float32)
    close: Scores = np.minimum(1.0, len(asked) / np.maximum(length, 1.0)).astype(np.float32)
    return close
