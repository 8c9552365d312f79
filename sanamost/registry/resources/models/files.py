"""A workbook of a clinic's capacity that waits to be looked at."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from sanamost.foundation.access import fences
from sanamost.foundation.access.guarded import OrganisationRow


class CapacityFile(OrganisationRow):
    """What a file holds, row by row, until somebody takes it over or puts it aside."""

    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    """Of the file: whoever decides names the file that they looked at."""
    content = models.JSONField()
    """Its rows, those taken and those refused, as `engines.capacity.workbooks` writes them."""
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    brought_at = models.DateTimeField()

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    deletable = True

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="capacity_file_one_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.name}"
