"""A draft made the clinic's price list: whole or not at all; a large one by a job."""

import datetime as dt
import itertools
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone
from procrastinate.contrib.django import app as jobs

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.events.transitions import locked, transition
from sanamost.registry.catalogue.models import PriceList, PriceListImport, Service
from sanamost.registry.catalogue.selectors.imports import taken_rows
from sanamost.registry.catalogue.service_kinds import (
    excluded_item,
    kind_of,
    language_of,
    unit_of,
    vat_of,
)
from sanamost.registry.catalogue.services.import_decisions import draft
from sanamost.registry.catalogue.services.import_refusals import (
    CodeTwice,
    NothingToImport,
    NumberTaken,
)
from sanamost.registry.catalogue.services.prices import (
    PriceListClosed,
    ServiceFacts,
    open_price_list,
    write_services,
)
from sanamost.registry.catalogue.states import ImportState, ServiceKind

AT_ONCE_ROWS = 2_000
BATCH = 2_000
_IMPORTING = system("import of a price list")
_PRICES = """
INSERT INTO catalogue_price (
    price_list_id, service_id, patient_group, amount, currency, at_least, highest)
SELECT %s, own.id, price.key, (price.value ->> 'amount')::numeric, price.value ->> 'currency',
    coalesce((price.value ->> 'at_least')::boolean, false),
    nullif(price.value ->> 'highest', '')::numeric
FROM catalogue_importrow AS brought
CROSS JOIN LATERAL jsonb_each(brought.service -> 'prices') AS price
JOIN catalogue_service AS own
    ON own.organisation_id = brought.organisation_id AND own.code = brought.code
WHERE brought.taken_from_id = %s AND brought.code <> '' AND (
    brought.decision IN ('accepted', 'edited')
    OR (brought.decision = '' AND brought.outcome <> 'refused'))
"""


@transaction.atomic
def finish_import(
    *,
    actor: Actor,
    public_id: str,
    valid_from: dt.date,
    number: str,
    now: dt.datetime,
    at_once: bool = False,
) -> PriceList | None:
    """Make the taken rows the clinic's price list from a day on: all of them, or none.

    Services that the clinic has keep what the file does not say (kind, area, translations); new
    ones are entered. A large list is imported by a job, unless `at_once`, and None is given. Raises
    `AlreadyDecided`, `AtWork`, `NothingToImport`, `CodeTwice`, `NumberTaken`, `PriceListClosed`.
    """
    row = draft(actor, public_id)
    number = number.strip() or valid_from.isoformat()
    count = _check(row, valid_from, number)
    if at_once or count <= AT_ONCE_ROWS:
        return _publish(row, valid_from, number, count, now)
    wanted = {"rows": count, "valid_from": valid_from.isoformat(), "number": number}
    action = "catalogue.price_list.importing"
    transition(row, ImportState.IMPORTING, action=action, now=now, progress=wanted, fault="")
    lock = f"price-list-import-{row.pk}"
    import_price_list.configure(lock=lock).defer(brought=row.pk)
    return None


@jobs.task(name="catalogue.import_price_list", queue="imports", pass_context=False)
def import_price_list(brought: int) -> None:
    """Import one draft; where that fails it is a draft again and says so."""
    try:
        with acting_as(_IMPORTING):
            row = locked(PriceListImport.objects.get(pk=brought))
            if row.state != ImportState.IMPORTING:
                return
            wanted = row.progress
            day = dt.date.fromisoformat(wanted["valid_from"])
            _publish(row, day, wanted["number"], wanted["rows"], timezone.now())
    except Exception:
        with acting_as(_IMPORTING):
            row = PriceListImport.objects.get(pk=brought)
            if row.state == ImportState.IMPORTING:
                action = "catalogue.price_list.not_imported"
                transition(
                    row, ImportState.DRAFT, action=action, now=timezone.now(), fault="stopped"
                )
        raise


def _check(row: PriceListImport, valid_from: dt.date, number: str) -> int:
    """How many rows are taken, where nothing stands against importing them."""
    taken = taken_rows(row)
    count = taken.count()
    if not count:
        raise NothingToImport
    twice = taken.values("code").annotate(times=Count("pk")).filter(times__gt=1)
    if first := twice.order_by("code").first():
        raise CodeTwice(service=first["code"])
    lists = PriceList.objects.filter(organisation_id=row.organisation_id)
    if lists.filter(number=number).exists():
        raise NumberTaken
    if lists.filter(valid_from__gte=valid_from).exists():
        raise PriceListClosed
    return count


def _publish(
    row: PriceListImport, valid_from: dt.date, number: str, count: int, now: dt.datetime
) -> PriceList:
    services = taken_rows(row).order_by("position").values_list("service", flat=True)
    for batch in _batches(services.iterator(chunk_size=BATCH)):
        _enter(row.organisation_id, batch)
    made = open_price_list(
        organisation_id=row.organisation_id, number=number, valid_from=valid_from
    )
    with connection.cursor() as cursor:
        cursor.execute(_PRICES, [made.pk, row.pk])
    transition(
        row,
        ImportState.IMPORTED,
        action="catalogue.price_list.imported",
        now=now,
        details={"price_list": made.public_id, "rows": count},
        price_list=made,
        progress={},
    )
    return made


def _enter(organisation_id: int, services: list[dict[str, Any]]) -> None:
    """Write those that are new or say something else than the catalogue does."""
    codes = [service["code"] for service in services]
    held = Service.objects.filter(organisation_id=organisation_id, code__in=codes)
    known = {one.code: one for one in held}
    facts = (_facts(service, known.get(service["code"])) for service in services)
    changed = [one for one in facts if not _holds(known.get(one.code), one)]
    write_services(organisation_id=organisation_id, rows=changed)


def _holds(known: Service | None, facts: ServiceFacts) -> bool:
    """Whether the catalogue says all of it already."""
    return (
        known is not None
        and known.withdrawn_at is None
        and known.names == facts.names
        and known.nomenclature_code == facts.nomenclature_code
        and known.excluded == facts.excluded
    )


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
            weekdays=known.weekdays,
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


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch
