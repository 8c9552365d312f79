"""Reads of price lists on their way in, of a clinic's lists, and of what changed between two."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, F, Func, Q, QuerySet

from sanamost.engines.price_lists import Doubt
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue.models import ImportRow, Price, PriceList, PriceListImport
from sanamost.registry.catalogue.price_reasons import reason
from sanamost.registry.catalogue.selectors.official_services import official_services
from sanamost.registry.catalogue.states import RowDecision, RowOutcome

GROUPS = ("resident", "eaeu", "foreign")
Priced = dict[tuple[str, str], tuple[Decimal, str, str]]
"""(code, group) to amount, currency, name."""


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


def access_import(actor: Actor, public_id: str) -> PriceListImport:
    """The clinic's own import; raises `NotVisible`."""
    rows = PriceListImport.objects.defer("content")
    row: PriceListImport = rows.access(actor, public_id)
    return row


def imports_of(actor: Actor) -> QuerySet[PriceListImport]:
    """The clinic's imports, the newest first, without the files."""
    rows = PriceListImport.objects.visible_to(actor).defer("content")
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


def changes_to(row: PriceListImport, day: dt.date) -> list[Change]:
    """What the draft would change of the list in force on the day."""
    lists = price_lists_of(row.organisation_id).filter(valid_from__lte=day)
    after: Priced = {}
    for service in taken_rows(row).values_list("service", flat=True).iterator(chunk_size=1000):
        for group, price in service["prices"].items():
            amount = Decimal(price["amount"])
            after[service["code"], group] = (amount, price["currency"], service["name"])
    return differences(_prices_in(lists.first()), after)


def changes_counted(before: PriceList | None, after: PriceList) -> Counter[str]:
    """How many prices are new, gone and changed from one list to the next."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [before.pk if before else None, after.pk])
        return Counter({kind: times for kind, times in cursor.fetchall() if kind})


_COUNTED = """
SELECT CASE WHEN old.id IS NULL THEN 'new' WHEN new.id IS NULL THEN 'gone'
    WHEN (old.amount, old.currency) <> (new.amount, new.currency) THEN 'changed' END
    AS kind, count(*)
FROM (SELECT * FROM catalogue_price WHERE price_list_id = %s) AS old
FULL JOIN (SELECT * FROM catalogue_price WHERE price_list_id = %s) AS new
    USING (service_id, patient_group)
GROUP BY kind
"""


def changes_between(before: PriceList | None, after: PriceList) -> list[Change]:
    """New, gone and changed prices from one list to the next."""
    return differences(_prices_in(before), _prices_in(after))


def differences(before: Priced, after: Priced) -> list[Change]:
    """New, gone and changed prices, by code; the same ones are left out."""
    changes = []
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and old[:2] == new[:2]:
            continue
        _, currency, name = new or old or (None, "", "")
        changes.append(
            Change(
                code=key[0],
                name=name,
                group=key[1],
                before=old[0] if old else None,
                after=new[0] if new else None,
                currency=currency,
                percent=_percent(old, new),
            )
        )
    return changes


def _percent(
    old: tuple[Decimal, str, str] | None, new: tuple[Decimal, str, str] | None
) -> Decimal | None:
    if old is None or new is None or old[1] != new[1] or not old[0]:
        return None
    return ((new[0] / old[0] - 1) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _prices_in(price_list: PriceList | None) -> Priced:
    if price_list is None:
        return {}
    rows = Price.objects.filter(price_list=price_list).values_list(
        "service__code", "patient_group", "amount", "currency", "service__names"
    )
    return {
        (code, group): (amount, currency, names.get("ru") or next(iter(names.values()), ""))
        for code, group, amount, currency, names in rows.iterator(chunk_size=2000)
    }
