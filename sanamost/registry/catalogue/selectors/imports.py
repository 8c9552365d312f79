"""Reads of price lists on their way in, of a clinic's lists, and of what changed between two."""

import itertools
from collections import Counter
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Func, Q, QuerySet

from sanamost.engines.price_lists import Doubt
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue.models import ImportRow, PriceList, PriceListImport
from sanamost.registry.catalogue.price_reasons import reason
from sanamost.registry.catalogue.selectors.official_services import official_services
from sanamost.registry.catalogue.states import RowDecision, RowOutcome

GROUPS = ("resident", "eaeu", "foreign")
COEFFICIENT_IN_NOTE = "coefficient_in_note"


def access_import(actor: Actor, public_id: str) -> PriceListImport:
    """The clinic's own import; raises `NotVisible`."""
    rows = PriceListImport.objects.get_queryset()
    row: PriceListImport = rows.access(actor, public_id)
    return row


def imports_of(actor: Actor) -> QuerySet[PriceListImport]:
    """The clinic's imports, the newest first, without the files."""
    rows = PriceListImport.objects.visible_to(actor)
    return rows.select_related("price_list").order_by("-created_at")


def rows_of(
    row: PriceListImport, *, kind: str = "", outcome: str = "", query: str = ""
) -> QuerySet[ImportRow]:
    """The file's rows in its order, those with the doubt, the outcome, the words."""
    rows = ImportRow.objects.filter(taken_from=row)
    if kind:
        rows = rows.filter(kinds__contains=[kind])
    if outcome:
        rows = rows.filter(outcome=outcome)
    if query:
        rows = rows.filter(Q(code__icontains=query) | Q(service__name__icontains=query))
    return rows.order_by("position")


def taken_rows(row: PriceListImport) -> QuerySet[ImportRow]:
    """The rows that will be imported as things stand."""
    return (
        ImportRow.objects.filter(taken_from=row)
        .exclude(code="")
        .filter(
            Q(decision__in=[RowDecision.ACCEPTED, RowDecision.EDITED])
            | (Q(decision="") & ~Q(outcome=RowOutcome.REFUSED))
        )
    )


def doubts_counted(row: PriceListImport) -> list[tuple[str, int, str]]:
    """Kinds of doubts, in how many rows each stands, and its sentence; the frequent ones first."""
    rows = ImportRow.objects.filter(taken_from=row).exclude(kinds=[])
    each = rows.annotate(one=Func(F("kinds"), function="unnest")).values("one")
    counted = Counter({one["one"]: one["times"] for one in each.annotate(times=Count("pk"))})
    return [
        (kind, times, reason(Doubt("", 0, "", kind, ""))) for kind, times in counted.most_common()
    ]


def coefficients_told(row: PriceListImport) -> dict[str, tuple[Decimal, str]]:
    """Group of patients to the coefficient that a sentence of the file names, and the sentence.

    What the clinic or a column says already is not among them; of several the first counts.
    """
    noted = ImportRow.objects.filter(taken_from=row, kinds__contains=[COEFFICIENT_IN_NOTE])
    below = noted.order_by("position").values_list("doubts", flat=True)[:20]
    found: dict[str, tuple[Decimal, str]] = {}
    for one in (*row.column_doubts, *itertools.chain.from_iterable(below)):
        if one["kind"] == COEFFICIENT_IN_NOTE:
            group, _equals, times = one["suggested"].partition("=")
            found.setdefault(group, (Decimal(times), one["found"]))
    return found


def explained(doubts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row's doubts with their sentences in the reader's language."""
    listed = official_services()
    said = []
    for one in doubts:
        doubt = Doubt(
            "", 0, one["field"], one["kind"], one["found"], one["suggested"], one["other"]
        )
        words = reason(doubt, official=listed.meant_by(doubt.found), edition=listed.edition)
        said.append({**one, "reason": words})
    return said


def price_lists_of(organisation_id: int) -> QuerySet[PriceList]:
    """The clinic's price lists, the newest first."""
    return PriceList.objects.filter(organisation_id=organisation_id).order_by("-valid_from")


def price_list_of(organisation_id: int, public_id: str) -> PriceList:
    """The clinic's own list of the public id; raises `NotVisible`."""
    found = price_lists_of(organisation_id).filter(public_id=public_id).first()
    if found is None:
        raise NotVisible
    return found


def list_before(price_list: PriceList) -> PriceList | None:
    """The clinic's list that this one took the place of."""
    earlier = price_lists_of(price_list.organisation_id)
    return earlier.filter(valid_from__lt=price_list.valid_from).first()
