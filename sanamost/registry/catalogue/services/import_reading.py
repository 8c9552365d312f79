"""Price lists brought as files and read into a draft: a small one at once, a larger by a job."""

import datetime as dt
import hashlib
import io
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.engines.price_lists import (
    PRICES,
    Column,
    Heading,
    Options,
    Outcome,
    Reading,
    UnreadableFile,
    Verdict,
    read_rows,
)
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.audit.services import record
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.files.tables import check_table, rows_of
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue.models import PriceListColumns, PriceListImport
from sanamost.registry.catalogue.selectors.imports import coefficients_told
from sanamost.registry.catalogue.selectors.official_services import official_services
from sanamost.registry.catalogue.services.import_decisions import draft, visible
from sanamost.registry.catalogue.services.import_refusals import AlreadyDecided, not_read
from sanamost.registry.catalogue.services.import_rows import BATCH, keep
from sanamost.registry.catalogue.states import ImportState

MOST_BYTES = 40 * 1024 * 1024
MOST_ROWS = 200_000
AT_ONCE_BYTES = 150_000
"""A file of this size is read while its bearer waits: about a second."""
Told = Callable[[int, float], bool]
"""Is told the rows so far and the share of the file; False where the reading is to stop."""
Heard = Callable[[Reading, list[Verdict]], None]
"""Hears the verdicts as they are written."""
_READING = system("reading of a price list")


@transaction.atomic
def begin_import(
    *,
    organisation_id: int,
    file: BinaryIO,
    name: str,
    now: dt.datetime,
    options: Options | None = None,
    user_id: int | None = None,
    at_once: bool = False,
    told: Told | None = None,
    heard: Heard | None = None,
) -> PriceListImport:
    """Take the file in; nothing changes in the catalogue. A small one is a draft afterwards.

    A larger one is being read by a job, unless `at_once`. Raises `FileRefused` where it does not
    pass quarantine, and for a file read here `FileNotRead`, `FileTooLarge`. Columns that the clinic
    settled for the same heading before are used again.
    """
    made = _taken_in(organisation_id, file, name, options or Options(), user_id, now)
    if not at_once and len(made.content) > AT_ONCE_BYTES:
        _enqueue(made)
        return made
    read_here(made, now=now, told=told, heard=heard)
    return made


def _taken_in(
    organisation_id: int,
    file: BinaryIO,
    name: str,
    chosen: Options,
    user_id: int | None,
    now: dt.datetime,
) -> PriceListImport:
    """The file kept with what was said of it, once it has passed quarantine."""
    check_table(file, name=name, most_bytes=MOST_BYTES)
    file.seek(0)
    content = file.read()
    made = PriceListImport(
        organisation_id=organisation_id,
        file_name=name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        currency=chosen.currency,
        coefficients={group: str(times) for group, times in chosen.coefficients.items()},
        brought_by_id=user_id,
        created_at=now,
        state=ImportState.READING,
    )
    made.save()
    record(
        action="catalogue.price_list.brought",
        subject=made.public_id,
        details={"sha256": made.sha256, "bytes": len(content)},
        now=now,
    )
    return made


def read_here(
    row: PriceListImport,
    *,
    now: dt.datetime,
    told: Told | None = None,
    heard: Heard | None = None,
) -> None:
    """Read the file in the transaction under way. Raises `FileNotRead`, `FileTooLarge`."""
    try:
        reading = _read(row, told or _nobody, heard=heard)
    except UnreadableFile as fault:
        raise not_read(fault.code) from fault
    _settle(row, reading, now)


@transaction.atomic
def settle_columns(
    *,
    actor: Actor,
    public_id: str,
    sheet: str,
    roles: Mapping[int, str],
    currency: str,
    coefficients: Mapping[str, Decimal],
    now: dt.datetime,
) -> PriceListImport:
    """Read the file again with the columns that a person chose, and remember them for the heading.

    Decisions on single rows are gone then, for the rows may mean something else.
    """
    row = draft(actor, public_id)
    told = next((one for one in row.columns if one["sheet"] == sheet), None)
    if told is None:
        raise NotVisible
    PriceListColumns.objects.update_or_create(
        organisation_id=row.organisation_id,
        signature=told["signature"],
        defaults={"roles": {str(k): str(Column(v)) for k, v in roles.items()}, "settled_at": now},
    )
    row.currency = currency
    row.coefficients = {group: str(times) for group, times in coefficients.items()}
    row.save(update_fields=["currency", "coefficients"])
    _again(row, now)
    return row


@transaction.atomic
def take_coefficient(
    *, actor: Actor, public_id: str, group: str, now: dt.datetime
) -> PriceListImport:
    """Count a group's prices by the coefficient that a sentence of the file names; read it again.

    Decisions on single rows are gone then. Raises `NotVisible` where no sentence names one.
    """
    row = draft(actor, public_id)
    told = coefficients_told(row).get(group)
    if told is None:
        raise NotVisible
    row.coefficients = {**row.coefficients, group: str(told[0])}
    row.save(update_fields=["coefficients"])
    record(
        action="catalogue.price_list.coefficient_taken",
        subject=row.public_id,
        details={"group": group, "times": str(told[0])},
        now=now,
    )
    _again(row, now)
    return row


@transaction.atomic
def read_again(*, actor: Actor, public_id: str, now: dt.datetime) -> PriceListImport:
    """Try to read a file once more that a job could not read. Raises `AlreadyDecided`."""
    row = visible(actor, public_id)
    if row.state != ImportState.FAILED:
        raise AlreadyDecided
    _begin_again(row, now)
    return row


@jobs.task(name="catalogue.read_price_list", queue="imports", pass_context=False)
def read_price_list(brought: int) -> None:
    """Read one file batch by batch; a run that died leaves nothing to the next one."""
    try:
        with acting_as(_READING):
            row = PriceListImport.objects.defer(None).get(pk=brought)
            if row.state != ImportState.READING:
                return
            row.rows.all().delete()
        reading = _read(row, lambda rows, share: _note(brought, rows, share), each=_READING)
        with acting_as(_READING):
            _settle(row, reading, timezone.now())
    except UnreadableFile as fault:
        _fail(brought, fault.code)
    except Exception:
        _fail(brought, "stopped")
        raise


def _again(row: PriceListImport, now: dt.datetime) -> None:
    """Read the file once more, here or by a job, as its size asks for."""
    if len(row.content) > AT_ONCE_BYTES:
        _begin_again(row, now)
        return
    row.rows.all().delete()
    read_here(row, now=now)


def _begin_again(row: PriceListImport, now: dt.datetime) -> None:
    action = "catalogue.price_list.read_again"
    transition(row, ImportState.READING, action=action, now=now, progress={}, fault="")
    _enqueue(row)


def _enqueue(row: PriceListImport) -> None:
    lock = f"price-list-import-{row.pk}"
    read_price_list.configure(lock=lock).defer(brought=row.pk)


def _note(brought: int, rows: int, share: float) -> bool:
    """Keep how far the reading is; False where the file was put aside meanwhile."""
    reading = PriceListImport.objects.filter(pk=brought, state=ImportState.READING)
    return bool(reading.update(progress={"rows": rows, "share": round(share, 3)}))


def _nobody(_rows: int, _share: float) -> bool:
    return True


def _fail(brought: int, code: str) -> None:
    with acting_as(_READING):
        row = PriceListImport.objects.get(pk=brought)
        if row.state == ImportState.READING:
            action = "catalogue.price_list.not_read"
            transition(row, ImportState.FAILED, action=action, now=timezone.now(), fault=code)


def _read(
    row: PriceListImport, told: Told, *, each: Actor | None = None, heard: Heard | None = None
) -> Reading:
    """Fill the draft's rows from its file; with `each`, every batch in a transaction of its own."""
    settled = _settled_columns(row.organisation_id, each)
    options = Options(
        currency=row.currency,
        coefficients={group: Decimal(times) for group, times in row.coefficients.items()},
        chosen=lambda heading: settled.get(heading.signature),
        most_rows=MOST_ROWS,
    )
    position = 0
    brought = io.BytesIO(row.content)
    del row.content  # read anew from the table where somebody asks for it
    with rows_of(brought) as lines:
        brought.close()
        sheets, delimited = read_rows(lines)
        reading = Reading(lines, sheets, official_services(), options, delimited)
        for batch in _batches(reading.verdicts()):
            with acting_as(each) if each else transaction.atomic():
                position = keep(row, batch, position)
                if heard:
                    heard(reading, batch)
                if not told(position, reading.share()):
                    break
    return reading


def _settle(row: PriceListImport, reading: Reading, now: dt.datetime) -> None:
    """Note what the reading found out; the file is a draft then."""
    counts: dict[str, Any] = {
        **{outcome.value: reading.counts[outcome] for outcome in Outcome},
        "rows": reading.rows,
        "title": reading.other["title"],
        "heading": reading.other["heading"],
    }
    found = {
        "counts": counts,
        "columns": [_told(name, heading, reading) for name, heading in reading.headings.items()],
        "column_doubts": [asdict(doubt) for doubt in reading.column_doubts],
    }
    for name, value in found.items():
        setattr(row, name, value)
    row.save(update_fields=[*found])
    held = PriceListImport.objects.filter(pk=row.pk).values_list("state", flat=True).get()
    if held == ImportState.READING:
        action = "catalogue.price_list.read"
        transition(row, ImportState.DRAFT, action=action, now=now, details=counts, progress={})


def _settled_columns(organisation_id: int, actor: Actor | None) -> dict[str, dict[int, Column]]:
    with acting_as(actor) if actor else transaction.atomic():
        rows = list(PriceListColumns.objects.filter(organisation_id=organisation_id))
    return {
        row.signature: {int(column): Column(role) for column, role in row.roles.items()}
        for row in rows
    }


def _told(name: str, heading: Heading, reading: Reading) -> dict[str, Any]:
    columns = sorted({*heading.texts, *heading.roles, *heading.seen})
    return {
        "sheet": name,
        "signature": heading.signature,
        "rows": list(heading.rows),
        "services": reading.services_by_sheet[name],
        "columns": [
            {
                "column": column,
                "heading": heading.texts.get(column, ""),
                "role": str(heading.roles.get(column, "")),
                "used": column in {price.column for price in heading.prices}
                or heading.roles.get(column) not in PRICES,
            }
            for column in columns
        ],
    }


def _batches(verdicts: Iterator[Verdict]) -> Iterator[list[Verdict]]:
    while batch := list(itertools.islice(verdicts, BATCH)):
        yield batch
