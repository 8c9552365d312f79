"""Asking a virus scanner: what a scanner must answer. Off unless the operator names one."""

from functools import cache
from typing import BinaryIO, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string


class ScannerUnavailable(Exception):
    """The scanner did not answer, or answered nonsense: the file is not taken on trust."""


class Scanner(Protocol):
    """Something that knows malicious files."""

    def scan(self, content: BinaryIO) -> str | None:
        """The name of what was found, None when clean; raises `ScannerUnavailable`."""


@cache
def _scanner(path: str) -> Scanner:
    return cast("Scanner", import_string(path)())


def scanner() -> Scanner | None:
    """The scanner in use (setting FILE_SCANNER), None where there is none."""
    return _scanner(settings.FILE_SCANNER) if settings.FILE_SCANNER else None
