"""Translating by machine: what a translator must answer. Off unless the operator names one.

Only texts that are meant for the public are ever given to it: nothing of a patient.
"""

from collections.abc import Sequence
from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class TranslatorUnavailable(Exception):
    """The translator did not answer, or answered nonsense; whoever asked may ask again later."""


class Translator(Protocol):
    """Something that writes a text in another language."""

    name: str
    """As it stands beside what it wrote."""

    def translate(self, texts: Sequence[str], *, source: str, target: str) -> list[str]:
        """As many texts in `target` as were given, line by line; codes as in settings.LANGUAGES.

        Raises `TranslatorUnavailable`.
        """


@cache
def _translator(path: str) -> Translator:
    return cast("Translator", import_string(path)())


def translator() -> Translator | None:
    """The translator in use (setting TRANSLATOR), None where there is none."""
    return _translator(settings.TRANSLATOR) if settings.TRANSLATOR else None
