"""A clinic's price list on its way in: the file, its rows as they were read, what was decided."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import GuardedQuerySet, OrganisationRow
from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.registry.catalogue.states import (
    IMPORT_MOVES,
    ImportState,
    RowDecision,
    RowOutcome,
)


class _Imports(models.Manager["PriceListImport"]):
    """Leaves the files where they are until somebody asks for one: each may have 40 MB."""

    def get_queryset(self) -> GuardedQuerySet["PriceListImport"]:
        """The rows without their files."""
        rows = GuardedQuerySet["PriceListImport"](self.model, using=self._db)
        return rows.defer("content")

    def visible_to(self, actor: Actor) -> GuardedQuerySet["PriceListImport"]:
        """Only those that the actor may see."""
        return self.get_queryset().visible_to(actor)


class PriceListImport(OrganisationRow):
    """One file that somebody brought, looked through before it becomes a price list."""

    public_id = PublicIdField(prefix="pimp")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    """The file itself, so that it can be read again with other columns, and be shown later."""
    currency = models.CharField(max_length=3, default="RUB")
    coefficients = models.JSONField(default=dict, blank=True)
    """Group to how many times the residents' price, as text."""
    columns = models.JSONField(default=list)
    """Per sheet: name, signature, headings, roles by column, rows of the heading."""
    column_doubts = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    """imported, mended, refused, rows, title, heading."""
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.DRAFT)
    progress = models.JSONField(default=dict, blank=True)
    """While a job works on it: rows so far and share of the file, or what to import when."""
    fault = models.CharField(max_length=60, blank=True)
    """Code of why the last job failed; empty where none did."""
    price_list = models.ForeignKey(
        "catalogue.PriceList", models.PROTECT, null=True, blank=True, related_name="+"
    )
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    objects: ClassVar[_Imports] = _Imports()  # type: ignore[assignment]  # the same rows

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    frozen = ("sha256", "organisation_id")
    moves = IMPORT_MOVES

    class Meta:
        indexes = [models.Index(fields=["organisation", "created_at"], name="import_by_clinic")]

    def __str__(self) -> str:
        return self.public_id


class ImportRow(OrganisationRow):
    """One row of the file with its verdict; read anew when the columns change."""

    taken_from = models.ForeignKey(PriceListImport, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    sheet = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField()
    """As a spreadsheet shows it."""
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    decision = models.CharField(max_length=10, choices=RowDecision.choices, blank=True)
    code = models.CharField(max_length=40, blank=True)
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    doubts = models.JSONField(default=list)
    """[{field, kind, found, suggested, other}]."""
    service = models.JSONField(default=dict, blank=True)
    """Empty for a row that names none; else code, raw_code, official, name, unit, prices …"""

    fence: ClassVar[fences.Fence] = fences.organisation_row()
    deletable = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["taken_from", "sheet", "number"], name="import_row_once"
            )
        ]
        indexes = [
            models.Index(fields=["taken_from", "position"], name="import_rows_in_order"),
            GinIndex(fields=["kinds"], name="import_rows_by_doubt"),
        ]

    def __str__(self) -> str:
        return f"{self.taken_from_id} row {self.number}"


class PriceListColumns(OrganisationRow):
    """What a clinic settled about the columns under a heading; the next file is read so at once."""

    signature = models.CharField(max_length=32)
    """Of the heading's words."""
    roles = models.JSONField(default=dict)
    settled_at = models.DateTimeField()

    fence: ClassVar[fences.Fence] = fences.organisation_row()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "signature"], name="columns_once_per_heading"
            )
        ]

    def __str__(self) -> str:
        return self.signature
