"""What a person decides about the rows of a draft."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.events.transitions import transition
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue.models import ImportRow, PriceListImport
from sanamost.registry.catalogue.selectors.imports import GROUPS
from sanamost.registry.catalogue.services.import_refusals import (
    AlreadyDecided,
    AtWork,
    RowWithoutPrice,
)
from sanamost.registry.catalogue.states import ImportState, RowDecision

NO_SERVICE = frozenset(
    {"section", "footer", "total", "repeated_heading", "sheet_hidden", "sheet_without_prices"}
    | {"row_joined"}
)
"""Doubts of rows that hold no service of their own and cannot be decided on."""
_LIKELY = frozenset({"price_date", "price_free", "price_split", "price_negative"})
"""Refusals whose suggestion is one amount that can be accepted."""
AT_WORK = frozenset({ImportState.READING, ImportState.IMPORTING})


@transaction.atomic
def decide(*, actor: Actor, public_id: str, positions: Iterable[int], decision: str) -> int:
    """Accept or refuse rows by their places; how many could be. An empty decision takes it back."""
    row = draft(actor, public_id)
    rows = row.rows.filter(position__in=list(positions))
    return _decide(rows, decision)


@transaction.atomic
def decide_all(*, actor: Actor, public_id: str, kind: str, decision: str) -> int:
    """Accept or refuse every row that has a doubt of the kind; how many could be."""
    row = draft(actor, public_id)
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
    held_import = draft(actor, public_id)
    row = held_import.rows.filter(position=position).first()
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
                "currency": (held.get(group) or {}).get("currency", held_import.currency),
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
def abandon_import(*, actor: Actor, public_id: str, now: dt.datetime) -> None:
    """Put the file aside; it and its rows stay to be looked at."""
    row = visible(actor, public_id)
    if row.state in {ImportState.IMPORTED, ImportState.ABANDONED}:
        raise AlreadyDecided
    if row.state == ImportState.IMPORTING:
        raise AtWork
    transition(row, ImportState.ABANDONED, action="catalogue.price_list.abandoned", now=now)


def visible(actor: Actor, public_id: str) -> PriceListImport:
    """The clinic's own import under a lock; raises `NotVisible`."""
    rows = PriceListImport.objects.visible_to(actor).select_for_update()
    row: PriceListImport | None = rows.filter(public_id=public_id).first()
    if row is None:
        raise NotVisible
    return row


def draft(actor: Actor, public_id: str) -> PriceListImport:
    """The same, being looked through; raises `NotVisible`, `AtWork`, `AlreadyDecided`."""
    row = visible(actor, public_id)
    if row.state in AT_WORK:
        raise AtWork
    if row.state != ImportState.DRAFT:
        raise AlreadyDecided
    return row


def _decide(rows: Any, decision: str) -> int:
    rows = rows.exclude(kinds__overlap=[*NO_SERVICE])
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
