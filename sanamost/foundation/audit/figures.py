"""Figures that somebody read somewhere and named: with their source, never changed, withdrawn.

What is wrong with one is refused at its field; one that stands no more stays in the record with the
reason.
"""

import datetime as dt
from typing import Any, Protocol

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import Refusal

OLDEST = dt.date(2000, 1, 1)
"""No source names a figure of today for an earlier day."""


class FigureRefused(Refusal):
    """A figure that cannot be right, or that nobody could check; `field` names what is wrong."""

    code = "figure_refused"


class WithdrawReasonMissing(Refusal):
    """A figure leaves with a reason."""

    code = "reason_missing"
    message = _("Say why: it stays in the record.")
    field = "reason"


class WithdrawnAlready(Refusal):
    """It stands no more."""

    code = "withdrawn_already"
    message = _("This figure was withdrawn already.")


class SourcedFigure(models.Model):
    """Who read the figure where, and whether it still stands."""

    source = models.CharField(max_length=300)
    """Who published it, as they can be found again."""
    source_page = models.URLField(max_length=500, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """None for figures that came with the reference data or the demonstration."""
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class _Standing(Protocol):
    withdrawn_at: Any
    withdrawn_by_id: Any
    withdrawn_because: Any

    def save(self, *, update_fields: list[str]) -> None: ...


def refused(field: str, words: str | Promise) -> FigureRefused:
    """The refusal of a figure for what stands in one of its fields."""
    return FigureRefused(words, field=field)


def check_source(source: str) -> None:
    """Raise `FigureRefused` where a figure names no source."""
    if len(source.strip()) < 3:
        raise refused("source", _("Name the source: a figure that nobody can check is not shown."))


def withdraw(row: _Standing, *, actor: Actor, reason: str, now: dt.datetime) -> None:
    """Let a figure stand no more; whether the actor may is asked before.

    Raises `WithdrawReasonMissing`, `WithdrawnAlready`.
    """
    if not reason.strip():
        raise WithdrawReasonMissing
    if row.withdrawn_at is not None:
        raise WithdrawnAlready
    row.withdrawn_at, row.withdrawn_by_id = now, actor.user_id
    row.withdrawn_because = reason.strip()[:300]
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
