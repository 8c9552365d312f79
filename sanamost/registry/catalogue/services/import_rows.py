"""Verdicts of the importer written as rows of a draft, many at a time."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from sanamost.engines.price_lists import ServiceRead, Verdict
from sanamost.registry.catalogue.models import ImportRow, PriceListImport

BATCH = 2000
_NEVER_STORED = dict.fromkeys([0, *range(0xD800, 0xE000)])
_WRITE = """
INSERT INTO catalogue_importrow (
    organisation_id, taken_from_id, position, sheet, number, outcome, decision, code, kinds, doubts,
    service)
SELECT %s, %s, told.position, told.sheet, told.number, told.outcome, '', told.code, told.kinds,
    told.doubts, told.service
FROM jsonb_to_recordset(%s::jsonb) AS told (position integer, sheet text, number integer,
    outcome text, code text, kinds text[], doubts jsonb, service jsonb)
"""


def keep(row: PriceListImport, verdicts: Sequence[Verdict], position: int) -> int:
    """Write verdicts from a position on; one that amends changes a row written before.

    One statement for all of them: each as its own object cost most of an import's time. The
    position after the last.
    """
    fresh = [verdict for verdict in verdicts if verdict.amends is None]
    if fresh:
        told = [_told(verdict, position + place) for place, verdict in enumerate(fresh)]
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [row.organisation_id, row.pk, json.dumps(told)])
    amending = [verdict for verdict in verdicts if verdict.amends is not None]
    if amending:
        _amend(row, amending)
    return position + len(fresh)


def _told(verdict: Verdict, position: int) -> dict[str, Any]:
    service = verdict.service
    return {
        "position": position,
        "sheet": _storable(verdict.sheet[:100]),
        "number": verdict.row,
        "outcome": verdict.outcome.value,
        "code": _storable(service.code) if service else "",
        "kinds": sorted({doubt.kind for doubt in verdict.doubts}),
        "doubts": [_doubt(verdict, place) for place in range(len(verdict.doubts))],
        "service": _service(verdict),
    }


def _storable(text: str) -> str:
    """The text without what a database's text cannot hold."""
    return text.translate(_NEVER_STORED)


def _amend(row: PriceListImport, verdicts: Sequence[Verdict]) -> None:
    """Add the doubts to the rows that they are about, which are then not taken."""
    numbers = {verdict.row for verdict in verdicts}
    wanted = {(verdict.sheet[:100], verdict.row) for verdict in verdicts}
    rows = row.rows.filter(number__in=numbers)
    held = {place: one for one in rows if (place := (one.sheet, one.number)) in wanted}
    for verdict in verdicts:
        earlier = held[verdict.sheet[:100], verdict.row]
        earlier.outcome = verdict.outcome.value
        earlier.doubts += [_doubt(verdict, place) for place in range(len(verdict.doubts))]
        earlier.kinds = sorted({*earlier.kinds, *(doubt.kind for doubt in verdict.doubts)})
        if verdict.service is not None:
            earlier.service["prices"] |= _prices(verdict.service)
    changed = ["outcome", "doubts", "kinds", "service"]
    ImportRow.objects.bulk_update(held.values(), changed, batch_size=500)


def _doubt(verdict: Verdict, place: int) -> dict[str, Any]:
    doubt = verdict.doubts[place]
    return {
        "field": doubt.field,
        "kind": doubt.kind,
        "found": _storable(doubt.found),
        "suggested": _storable(doubt.suggested),
        "other": doubt.other,
    }


def _service(verdict: Verdict) -> dict[str, Any]:
    service = verdict.service
    if service is None:
        return {}
    return {
        **{name: _storable(getattr(service, name)) for name in _PLAIN},
        "excluded": [[scope, _storable(words)] for scope, words in service.excluded],
        "prices": _prices(service),
    }


def _prices(service: ServiceRead) -> dict[str, dict[str, Any]]:
    return {
        group: {
            "amount": str(one.amount),
            "currency": one.currency,
            "at_least": one.at_least,
            "highest": None if one.highest is None else f"{one.highest:.2f}",
        }
        for group, one in service.prices.items()
    }


_PLAIN = ("code", "raw_code", "official", "name", "unit", "section", "vat")
