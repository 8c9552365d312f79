"""The clock by which offers and kept places run out: the database's own.

The demonstration's past is told as it went: there alone the clock can be put back for a while.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db.models import Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Now

_told: ContextVar[dt.datetime | None] = ContextVar("told", default=None)


class OnlyInDemonstration(RuntimeError):
    """The clock was to be put back in a real installation."""


def database_now() -> Combinable:
    """The moment in the database's own time, as an expression of a query."""
    moment = _told.get()
    return Now() if moment is None else Value(moment)


@contextmanager
def put_back(moment: dt.datetime) -> Iterator[None]:
    """Within it, it is `moment`; raises `OnlyInDemonstration` anywhere else."""
    if not settings.DEMONSTRATION:
        raise OnlyInDemonstration
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
