"""Events in words, for the timelines. Each stage brings a module with its texts.

An event without a text here is not shown; `audiences` says who reads it.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PATIENT, CLINIC, PARTNER = "patient", "clinic", "partner"
EVERYBODY = frozenset({PATIENT, CLINIC, PARTNER})


@dataclass(frozen=True)
class Wording:
    """An event's sentence with named placeholders for its payload, and who reads it."""

    words: str | Promise
    audiences: frozenset[str] = EVERYBODY


_wordings: dict[str, Wording] = {
    "cases.case.opened": Wording(_("The case was opened.")),
    "cases.case.ended": Wording(_("The case ended early.")),
    "cases.clock.overdue": Wording(_("Something is overdue."), frozenset({CLINIC})),
}


def word(name: str, words: str | Promise, audiences: frozenset[str] = EVERYBODY) -> None:
    """Give an event its sentence."""
    _wordings[name] = Wording(words, audiences)


def in_words(name: str, payload: dict[str, Any], audience: str) -> str:
    """The event's sentence in the active language; empty where the audience does not read it."""
    _load_stages()
    wording = _wordings.get(name)
    if wording is None or audience not in wording.audiences:
        return ""
    return str(wording.words) % payload if payload else str(wording.words)


@cache
def _load_stages() -> None:
    """Every module beside this one gives words to its stage's events."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
