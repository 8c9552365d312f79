"""What changed from one price list to the next, or would; the database compares, page by page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, overload

from django.db import connection

from sanamost.registry.catalogue.models import PriceList, PriceListImport
from sanamost.registry.catalogue.selectors.imports import price_lists_of

_OF_LIST = """
    SELECT own.code, price.patient_group, price.amount, price.currency,
        coalesce(own.names ->> 'ru', (
            SELECT words.value FROM jsonb_each_text(own.names) AS words LIMIT 1), '') AS name
    FROM catalogue_price AS price JOIN catalogue_service AS own ON own.id = price.service_id
    WHERE price.price_list_id = %s
"""
_OF_DRAFT = """
    SELECT brought.code, price.key AS patient_group, (price.value ->> 'amount')::numeric AS amount,
        price.value ->> 'currency' AS currency, brought.service ->> 'name' AS name
    FROM catalogue_importrow AS brought
    CROSS JOIN LATERAL jsonb_each(brought.service -> 'prices') AS price
    WHERE brought.taken_from_id = %s AND brought.code <> '' AND (
        brought.decision IN ('accepted', 'edited')
        OR (brought.decision = '' AND brought.outcome <> 'refused'))
"""
_CHANGES = """
    SELECT code, patient_group, coalesce(new.name, old.name) AS name,
        old.amount AS before, new.amount AS after,
        coalesce(new.currency, old.currency) AS currency,
        old.currency IS NOT DISTINCT FROM new.currency AS comparable,
        CASE WHEN old.amount IS NULL THEN 'new' WHEN new.amount IS NULL THEN 'gone'
            ELSE 'changed' END AS kind
    FROM ({old}) AS old FULL JOIN ({new}) AS new USING (code, patient_group)
    WHERE (old.amount, old.currency) IS DISTINCT FROM (new.amount, new.currency)
"""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one price from one list to the next."""

    code: str
    name: str
    group: str
    before: Decimal | None
    after: Decimal | None
    currency: str
    percent: Decimal | None
    """None for what is new, gone, or in another currency than before."""

    @property
    def kind(self) -> str:
        """new, gone or changed."""
        return "new" if self.before is None else "gone" if self.after is None else "changed"


@dataclass(frozen=True)
class Changes:
    """New, gone and changed prices, by code; those of one kind or group where these are named."""

    old: int | None
    """Key of the list before; None for none."""
    new: int
    """Key of the list after, or of the import."""
    draft: bool
    kind: str = ""
    group: str = ""

    def only(self, *, kind: str = "", group: str = "") -> "Changes":
        """Those of a kind and of a group; all where these are empty."""
        return replace(self, kind=kind, group=group)

    def counts(self) -> Counter[str]:
        """How many are new, gone and changed."""
        return Counter(dict(self._rows("kind, count(*)", "GROUP BY kind")))

    def count(self) -> int:
        """How many there are."""
        return sum(self.counts().values())

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[Change]:
        return iter(self[:])

    @overload
    def __getitem__(self, place: int) -> Change: ...

    @overload
    def __getitem__(self, place: slice) -> list[Change]: ...

    def __getitem__(self, place: int | slice) -> Change | list[Change]:
        """Those at the places, in the order of codes and groups."""
        if isinstance(place, int):
            return self[place : place + 1][0]
        first = place.start or 0
        most = None if place.stop is None else max(place.stop - first, 0)
        rows = self._rows(
            "code, name, patient_group, before, after, currency, comparable",
            "ORDER BY code, patient_group LIMIT %s OFFSET %s",
            [most, first],
        )
        return [_change(*row) for row in rows]

    def _rows(self, wanted: str, rest: str, more: list[Any] | None = None) -> list[Any]:
        sides = _CHANGES.format(old=_OF_LIST, new=_OF_DRAFT if self.draft else _OF_LIST)
        # Nothing of it but the four texts above; values go apart.
        query = (
            f"SELECT {wanted} FROM ({sides}) AS changes"
            f" WHERE kind LIKE %s AND patient_group LIKE %s {rest}"
        )
        with connection.cursor() as cursor:
            values = [self.old, self.new, self.kind or "%", self.group or "%", *(more or [])]
            cursor.execute(query, values)
            return list(cursor.fetchall())


def changes_to(row: PriceListImport, day: dt.date) -> Changes:
    """What the draft would change of the list in force on the day."""
    lists = price_lists_of(row.organisation_id).filter(valid_from__lte=day)
    return Changes(lists.values_list("pk", flat=True).first(), row.pk, draft=True)


def changes_between(before: PriceList | None, after: PriceList) -> Changes:
    """New, gone and changed prices from one list to the next."""
    return Changes(before.pk if before else None, after.pk, draft=False)


def _change(
    code: str,
    name: str,
    group: str,
    before: Decimal | None,
    after: Decimal | None,
    currency: str,
    comparable: bool,  # noqa: FBT001 one column of them
) -> Change:
    percent = None
    if comparable and before and after is not None:
        percent = ((after / before - 1) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Change(code, name, group, before, after, currency, percent)
