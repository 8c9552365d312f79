"""The audit trail in words. Each stage adds its own actions with `trail_word`."""

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise

from sanamost.foundation.access.actor import Actor, labels
from sanamost.foundation.audit.selectors import Line, trail_of
from sanamost.web.components.trail_words import WORDS


def trail_word(action: str, words: str | Promise) -> None:
    """Give an audit action its words; who did it stands before them."""
    WORDS[action] = words


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the trail as a person reads it."""

    at: dt.datetime
    who: str
    role: str
    words: str
    times: int = 1
    """How often the same was done in a row by the same person."""


def in_words(actor: Actor, case_id: int, *, limit: int = 200) -> list[Told]:
    """The case's trail, newest first; the same act repeated in a row is told once."""
    told: list[Told] = []
    for line in trail_of(actor, case_id, limit=limit):
        one = _told(line)
        if told and (told[-1].who, told[-1].words) == (one.who, one.words):
            last = told[-1]
            told[-1] = Told(last.at, last.who, last.role, last.words, last.times + 1)
        else:
            told.append(one)
    return told


def _told(line: Line) -> Told:
    words = str(WORDS.get(line.action, line.action.replace(".", " · ")))
    return Told(line.at, line.who or "Sanamost", ", ".join(labels(line.roles)), words)
