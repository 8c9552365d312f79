"""Answers already given, by the key that the asker chose."""

from typing import ClassVar

from django.db import models

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import GuardedRow


class Answer(GuardedRow):
    """The first answer to an actor's key; written in the transaction of its effect."""

    asker = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    asked = models.CharField(max_length=64)
    """SHA-256 of method, path and body."""
    status = models.PositiveSmallIntegerField(default=0)
    location = models.CharField(max_length=500, blank=True)
    body = models.BinaryField(default=b"")
    """Encrypted; empty for a page that only led elsewhere."""
    created_at = models.DateTimeField(auto_now_add=True)

    fence: ClassVar[fences.Fence] = fences.sql(
        read="asker = 'user-' || coalesce((SELECT sanamost_person())::text, '')"
        " OR asker LIKE 'visitor-%'"
        " OR asker LIKE 'key-' || (SELECT sanamost_organisation())::text || '-%'"
    )
    deletable = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "key"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.asker} {self.key}"


class Tally(models.Model):
    """How often somebody has done one thing since a moment; who it was cannot be read from it."""

    key = models.CharField(max_length=64, unique=True)
    """A keyed hash of what is counted and by whom."""
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["since"], name="tally_by_age")]

    def __str__(self) -> str:
        return f"{self.count} since {self.since}"
