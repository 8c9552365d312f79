"""Price lists brought as files: read into a draft, decided on, imported whole or not at all."""

import datetime as dt
import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from sanamost.engines.price_lists import (
    PRICES,
    Column,
    Heading,
    Options,
    Outcome,
    Reading,
    UnreadableFile,
    Verdict,
    open_price_list,
)
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.registry.catalogue.models import (
    ImportRow,
    PriceList,
    PriceListColumns,
    PriceListImport,
    Service,
)
from sanamost.registry.catalogue.selectors.imports import GROUPS, taken_rows
from sanamost.registry.catalogue.selectors.official_services import official_services
from sanamost.registry.catalogue.service_kinds import (
    excluded_item,
    kind_of,
    language_of,
    unit_of,
    vat_of,
)
from sanamost.registry.catalogue.services.prices import (
    PriceRow,
    ServiceFacts,
    enter_services,
    publish_price_list,
)
from sanamost.registry.catalogue.states import (
    ImportState,
    PatientGroup,
    RowDecision,
    ServiceKind,
)

BATCH = 1000
MOST_BYTES = 20 * 1024 * 1024
NO_SERVICE = frozenset(
    {"section", "footer", "total", "repeated_heading", "sheet_hidden", "sheet_without_prices"}
)
"""Doubts of rows that hold no service and cannot be accepted."""
_LIKELY = frozenset({"price_date", "price_free", "price_split", "price_negative"})
"""Refusals whose suggestion is one amount that can be accepted."""


class FileNotRead(Refusal):
    """The file is no price list that can be read."""

    code = "price_list_unreadable"
    field = "file"
    message = _("This file cannot be read: save it as .xlsx or .csv and bring it again.")


class FileTooLarge(Refusal):
    """More than a page can look through at once."""

    code = "price_list_too_large"
    field = "file"
    message = _("The file is too large for this page; the administrator can import it.")


class AlreadyDecided(Refusal):
    """The import is over."""

    code = "import_is_over"
    message = _("This import is over; bring the file again.")


class NothingToImport(Refusal):
    """No row is taken."""

    code = "nothing_to_import"
    message = _("No row of the file can be taken. Look at the columns first.")


class CodeTwice(Refusal):
    """Two rows that are taken have one code."""

    code = "code_twice"
    message = _("Two accepted rows have the code %(service)s. Refuse one, or edit its code.")


class RowWithoutPrice(Refusal):
    """A row cannot be accepted as it is."""

    code = "row_without_price"
    field = "amount"
    message = _("The row has no name or no price yet. Edit it.")


class NumberTaken(Refusal):
    """A list of this number exists."""

    code = "price_list_number_taken"
    field = "number"
    message = _("There is a price list with this number already.")


@transaction.atomic
def begin_import(
    *,
    organisation_id: int,
    file: BinaryIO,
    name: str,
    now: dt.datetime,
    options: Options | None = None,
    user_id: int | None = None,
    progress: Any = None,
) -> PriceListImport:
    """Read the file into a draft that changes nothing yet. Raises `FileNotRead`, `FileTooLarge`.

    Columns that the clinic settled for the same heading before are used again.
    """
    file.seek(0)
    content = file.read()
    chosen = options or Options()
    made = PriceListImport(
        organisation_id=organisation_id,
        file_name=name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        currency=chosen.currency,
        coefficients={group: str(times) for group, times in chosen.coefficients.items()},
        brought_by_id=user_id,
        created_at=now,
    )
    made.save()
    _read(made, _settled_columns(organisation_id), chosen.most_rows, progress)
    record(
        action="catalogue.price_list.brought",
        subject=made.public_id,
        details={"sha256": made.sha256, **made.counts},
        now=now,
    )
    return made


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
    row = _draft(actor, public_id)
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
    row.rows.all().delete()
    _read(row, _settled_columns(row.organisation_id))
    return row


@transaction.atomic
def decide(*, actor: Actor, public_id: str, positions: Iterable[int], decision: str) -> int:
    """Accept or refuse rows by their places; how many could be. An empty decision takes it back."""
    row = _draft(actor, public_id)
    rows = row.rows.filter(position__in=list(positions))
    return _decide(rows, decision)


@transaction.atomic
def decide_all(*, actor: Actor, public_id: str, kind: str, decision: str) -> int:
    """Accept or refuse every row that has a doubt of the kind; how many could be."""
    row = _draft(actor, public_id)
    return _decide(row.rows.filter(kinds__contains=[kind]), decision)


@transaction.atomic
def edit_row(
    *,
    actor: Actor,
    public_id: str,
    position: int,
    code: str,
    name: str,
    prices: Mapping[str, Decimal],
) -> None:
    """Write the row as a person means it; it is taken. Raises `RowWithoutPrice`."""
    draft = _draft(actor, public_id)
    row = draft.rows.filter(position=position).first()
    if row is None:
        raise NotVisible
    if not (code.strip() and name.strip() and prices):
        raise RowWithoutPrice
    before = row.service or {"raw_code": "", "official": "", "unit": "", "section": "", "vat": ""}
    held = before.get("prices") or {}
    row.service = {
        **before,
        "code": code.strip(),
        "name": name.strip(),
        "prices": {
            group: {
                "amount": f"{amount:.2f}",
                "currency": (held.get(group) or {}).get("currency", draft.currency),
                "at_least": False,
                "highest": None,
            }
            for group, amount in prices.items()
        },
        "excluded": before.get("excluded") or [],
    }
    row.code, row.decision = code.strip()[:40], RowDecision.EDITED
    row.save(update_fields=["service", "code", "decision"])


@transaction.atomic
def finish_import(
    *, actor: Actor, public_id: str, valid_from: dt.date, number: str, now: dt.datetime
) -> PriceList:
    """Make the taken rows the clinic's price list from a day on: all of them, or none.

    Services that the clinic has keep what the file does not say (kind, area, translations); new
    ones are entered. Raises `AlreadyDecided`, `NothingToImport`, `CodeTwice`, `NumberTaken`,
    `PriceListClosed`.
    """
    row = _draft(actor, public_id)
    taken = taken_rows(row)
    if not taken.exists():
        raise NothingToImport
    twice = taken.values("code").annotate(times=Count("pk")).filter(times__gt=1)
    if first := twice.order_by("code").first():
        raise CodeTwice(service=first["code"])
    number = number.strip() or valid_from.isoformat()
    if PriceList.objects.filter(organisation_id=row.organisation_id, number=number).exists():
        raise NumberTaken
    for batch in _batches(taken.values_list("service", flat=True).iterator(chunk_size=BATCH)):
        _enter(row.organisation_id, batch)
    made = publish_price_list(
        organisation_id=row.organisation_id,
        number=number,
        valid_from=valid_from,
        prices=_prices(taken.values_list("service", flat=True).iterator(chunk_size=BATCH)),
    )
    transition(
        row,
        ImportState.IMPORTED,
        action="catalogue.price_list.imported",
        now=now,
        details={"price_list": made.public_id, "rows": taken.count()},
        price_list=made,
    )
    return made


@transaction.atomic
def abandon_import(*, actor: Actor, public_id: str, now: dt.datetime) -> None:
    """Put the draft aside; its file and rows stay to be looked at."""
    row = _draft(actor, public_id)
    transition(row, ImportState.ABANDONED, action="catalogue.price_list.abandoned", now=now)


def _draft(actor: Actor, public_id: str) -> PriceListImport:
    rows = PriceListImport.objects.visible_to(actor).select_for_update()
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotVisible
    if row.state != ImportState.DRAFT:
        raise AlreadyDecided
    return row


def _settled_columns(organisation_id: int) -> dict[str, dict[int, Column]]:
    rows = PriceListColumns.objects.filter(organisation_id=organisation_id)
    return {
        row.signature: {int(column): Column(role) for column, role in row.roles.items()}
        for row in rows
    }


def _read(
    row: PriceListImport,
    settled: Mapping[str, Mapping[int, Column]],
    most_rows: int | None = None,
    progress: Any = None,
) -> None:
    """Fill the draft's rows from its file."""
    options = Options(
        currency=row.currency,
        coefficients={group: Decimal(times) for group, times in row.coefficients.items()},
        chosen=lambda heading: settled.get(heading.signature),
        most_rows=most_rows,
    )
    try:
        reading = open_price_list(io.BytesIO(row.content), official_services(), options)
        verdicts = reading.verdicts()
        _keep(row, progress(verdicts, reading) if progress else verdicts)
    except UnreadableFile as fault:
        raise FileTooLarge if fault.code == "too_large" else FileNotRead from fault
    row.counts = {
        **{outcome.value: reading.counts[outcome] for outcome in Outcome},
        "rows": reading.rows,
        "title": reading.other["title"],
        "heading": reading.other["heading"],
    }
    row.columns = [_told(name, heading, reading) for name, heading in reading.headings.items()]
    row.column_doubts = [asdict(doubt) for doubt in reading.column_doubts]
    row.save(update_fields=["counts", "columns", "column_doubts", "currency", "coefficients"])


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


def _keep(row: PriceListImport, verdicts: Iterator[Verdict]) -> None:
    """Write the verdicts in batches; one that amends changes a row written before."""
    position = 0
    for batch in _batches(verdicts):
        fresh = [verdict for verdict in batch if verdict.amends is None]
        ImportRow.objects.bulk_create(
            [_row(row, verdict, position + place) for place, verdict in enumerate(fresh)]
        )
        position += len(fresh)
        for verdict in batch:
            if verdict.amends is not None:
                _amend(row, verdict)


def _row(row: PriceListImport, verdict: Verdict, position: int) -> ImportRow:
    service = verdict.service
    return ImportRow(
        organisation_id=row.organisation_id,
        taken_from=row,
        position=position,
        sheet=verdict.sheet[:100],
        number=verdict.row,
        outcome=verdict.outcome.value,
        code=service.code if service else "",
        kinds=sorted({doubt.kind for doubt in verdict.doubts}),
        doubts=[_doubt(verdict, place) for place in range(len(verdict.doubts))],
        service=_service(verdict),
    )


def _amend(row: PriceListImport, verdict: Verdict) -> None:
    earlier = row.rows.get(sheet=verdict.sheet[:100], number=verdict.row)
    earlier.outcome = verdict.outcome.value
    earlier.doubts += [_doubt(verdict, place) for place in range(len(verdict.doubts))]
    earlier.kinds = sorted({*earlier.kinds, *(doubt.kind for doubt in verdict.doubts)})
    earlier.save(update_fields=["outcome", "doubts", "kinds"])


def _doubt(verdict: Verdict, place: int) -> dict[str, Any]:
    doubt = verdict.doubts[place]
    return {
        "field": doubt.field,
        "kind": doubt.kind,
        "found": doubt.found,
        "suggested": doubt.suggested,
        "other": doubt.other,
    }


def _service(verdict: Verdict) -> dict[str, Any]:
    service = verdict.service
    if service is None:
        return {}
    return {
        **asdict(service),
        "prices": {
            group: {
                "amount": str(one.amount),
                "currency": one.currency,
                "at_least": one.at_least,
                "highest": None if one.highest is None else f"{one.highest:.2f}",
            }
            for group, one in service.prices.items()
        },
    }


def _decide(rows: Any, decision: str) -> int:
    if decision != RowDecision.ACCEPTED:
        return int(rows.update(decision=decision))
    changed = 0
    for row in rows:
        if not _made_acceptable(row):
            continue
        row.decision = decision
        row.save(update_fields=["decision", "service"])
        changed += 1
    return changed


def _made_acceptable(row: ImportRow) -> bool:
    """Whether the row can be taken, if need be with the amount that its doubt suggests."""
    if not row.service or not row.service["name"] or not row.code:
        return False
    if row.service["prices"]:
        return True
    for doubt in row.doubts:
        if doubt["kind"] in _LIKELY and (amount := _amount(doubt["suggested"])) is not None:
            group = doubt["field"].removeprefix("price").lstrip("_")
            price = {"amount": str(amount), "currency": row.taken_from.currency}
            whole = {**price, "at_least": False, "highest": None}
            row.service["prices"] |= dict.fromkeys([group] if group else GROUPS, whole)
    return bool(row.service["prices"])


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ".")).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def _enter(organisation_id: int, services: list[dict[str, Any]]) -> None:
    codes = [service["code"] for service in services]
    known = {
        one.code: one
        for one in Service.objects.filter(organisation_id=organisation_id, code__in=codes)
    }
    facts = [_facts(service, known.get(service["code"])) for service in services]
    enter_services(organisation_id=organisation_id, rows=facts)


def _facts(service: dict[str, Any], known: Service | None) -> ServiceFacts:
    """What the file says over what the clinic's catalogue holds already."""
    language = language_of(service["name"])
    left_out = [excluded_item(scope, words, language) for scope, words in service["excluded"]]
    if known is not None:
        scopes = {item.get("scope") for item in known.excluded}
        return ServiceFacts(
            code=known.code,
            names={**known.names, language: service["name"]},
            kind=known.kind,
            vat_class=known.vat_class,
            nomenclature_code=service["official"] or known.nomenclature_code,
            area=known.area,
            unit=known.unit,
            stay_days=known.stay_days,
            scope=known.scope,
            setting=known.setting,
            original_language=known.original_language,
            included=known.included,
            excluded=known.excluded + [one for one in left_out if one["scope"] not in scopes],
        )
    said = {"official": service["official"], "name": service["name"]}
    kind = kind_of(**said, section=service["section"])
    return ServiceFacts(
        code=service["code"],
        names={language: service["name"]},
        original_language=language,
        kind=kind,
        vat_class=vat_of(service["vat"], ServiceKind(kind)),
        nomenclature_code=service["official"],
        unit=unit_of(service["unit"]),
        excluded=left_out,
    )


def _prices(services: Iterator[dict[str, Any]]) -> Iterator[PriceRow]:
    for service in services:
        for group, price in service["prices"].items():
            yield PriceRow(
                service["code"],
                PatientGroup(group),
                Decimal(price["amount"]),
                price["currency"],
                price["at_least"],
                Decimal(price["highest"]) if price["highest"] else None,
            )


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch
