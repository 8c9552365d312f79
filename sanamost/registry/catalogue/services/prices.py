"""Entering a clinic's services and publishing its price lists."""

import datetime as dt
import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sanamost.engines.search import search_key
from sanamost.foundation.languages.errors import Refusal
from sanamost.registry.catalogue.models import Price, PriceList, Service
from sanamost.registry.catalogue.states import PatientGroup

_FACTS = (
    *("nomenclature_code", "names", "kind", "area", "vat_class", "unit", "stay_days", "scope"),
    *(
        "setting",
        "weekdays",
        "original_language",
        "included",
        "excluded",
        "search_key",
        "withdrawn_at",
    ),
)


class UnknownService(Refusal):
    """A price for a code that the clinic does not have."""

    code = "unknown_service"
    message = _("The clinic has no service with the code %(service)s.")
    field = "prices"


class PriceListClosed(Refusal):
    """A list that starts before the newest one would change the past."""

    code = "price_list_closed"
    message = _("A newer price list is in force already. Choose a later day.")
    field = "valid_from"


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceFacts:
    """One service as a clinic describes it; names and items by language code."""

    code: str
    names: dict[str, str]
    kind: str
    vat_class: str = "exempt"
    nomenclature_code: str = ""
    area: str = ""
    unit: str = "each"
    stay_days: int = 0
    scope: str = ""
    setting: str = ""
    weekdays: int = 0
    original_language: str = "ru"
    included: list[dict[str, str]] = field(default_factory=list)
    excluded: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What a unit of a service costs one group of patients, VAT included."""

    code: str
    patient_group: PatientGroup
    amount: Decimal
    currency: str = "RUB"
    at_least: bool = False
    highest: Decimal | None = None


def enter_service(*, organisation_id: int, facts: ServiceFacts) -> Service:
    """The clinic's service of the code, made or brought up to date."""
    return enter_services(organisation_id=organisation_id, rows=[facts])[facts.code]


def enter_services(*, organisation_id: int, rows: Sequence[ServiceFacts]) -> dict[str, Service]:
    """Several services by their codes, in one statement; a withdrawn one is offered again."""
    write_services(organisation_id=organisation_id, rows=rows)
    codes = [facts.code for facts in rows]
    found = Service.objects.filter(organisation_id=organisation_id, code__in=codes)
    return {service.code: service for service in found}


def write_services(*, organisation_id: int, rows: Sequence[ServiceFacts]) -> None:
    """The same for callers that need no more than that they are there."""
    columns = ("public_id", "code", *_FACTS)
    services = (_service(organisation_id, facts) for facts in rows)
    told = [{name: getattr(one, name) for name in columns} for one in services]
    if told:
        with connection.cursor() as cursor:
            cursor.execute(_write(columns), [organisation_id, json.dumps(told)])


@cache
def _write(columns: tuple[str, ...]) -> str:
    """One statement for all services: their arrays by column cost most of an import's time."""
    types = [f"{name} {Service._meta.get_field(name).db_type(connection)}" for name in columns]
    changed = ", ".join(f"{name} = excluded.{name}" for name in _FACTS)
    names = ", ".join(columns)
    # Every name is a column of the model; values go apart.
    return (
        f"INSERT INTO catalogue_service (organisation_id, {names})"
        f" SELECT %s, {names} FROM jsonb_to_recordset(%s::jsonb) AS told ({', '.join(types)})"
        f" ON CONFLICT (organisation_id, code) DO UPDATE SET {changed}"
    )


def withdraw_service(*, organisation_id: int, code: str, now: dt.datetime) -> None:
    """Offer the service no more; proposals that name it keep their own words and price."""
    Service.objects.filter(organisation_id=organisation_id, code=code).update(withdrawn_at=now)


def publish_price_list(
    *, organisation_id: int, number: str, valid_from: dt.date, prices: Iterable[PriceRow]
) -> PriceList:
    """Prices from a day on; the list before ends on that day. A list of the number stays as it is.

    Raises `PriceListClosed` when a newer list exists, `UnknownService`.
    """
    lists = PriceList.objects.select_for_update().filter(organisation_id=organisation_id)
    if known := lists.filter(number=number).first():
        return known
    made = open_price_list(organisation_id=organisation_id, number=number, valid_from=valid_from)
    keys = dict(Service.objects.filter(organisation_id=organisation_id).values_list("code", "pk"))
    rows = iter(prices)
    while batch := [_price(made, row, keys) for row in itertools.islice(rows, 1000)]:
        Price.objects.bulk_create(batch)
    return made


def open_price_list(*, organisation_id: int, number: str, valid_from: dt.date) -> PriceList:
    """A list without prices from a day on; the list before ends on that day.

    Raises `PriceListClosed` when a newer list exists.
    """
    lists = PriceList.objects.select_for_update().filter(organisation_id=organisation_id)
    if lists.filter(valid_from__gte=valid_from).exists():
        raise PriceListClosed
    lists.filter(Q(valid_before__isnull=True) | Q(valid_before__gt=valid_from)).update(
        valid_before=valid_from
    )
    return PriceList.objects.create(
        organisation_id=organisation_id, number=number, valid_from=valid_from
    )


def _service(organisation_id: int, facts: ServiceFacts) -> Service:
    original = facts.original_language
    return Service(
        organisation_id=organisation_id,
        code=facts.code,
        nomenclature_code=facts.nomenclature_code,
        names=facts.names,
        kind=facts.kind,
        area=facts.area,
        vat_class=facts.vat_class,
        unit=facts.unit,
        stay_days=facts.stay_days,
        scope=facts.scope,
        setting=facts.setting,
        weekdays=facts.weekdays,
        original_language=original
        if original in facts.names
        else next(iter(facts.names), original),
        included=facts.included,
        excluded=facts.excluded,
        search_key=words_of(facts.code, facts.nomenclature_code, facts.names),
    )


def words_of(code: str, nomenclature_code: str, names: Mapping[str, str]) -> str:
    """What a service is found by at its clinic's desk."""
    return search_key(" ".join([code, nomenclature_code, *names.values()]))


def _price(price_list: PriceList, row: PriceRow, keys: dict[str, int]) -> Price:
    if row.code not in keys:
        raise UnknownService(service=row.code)
    return Price(
        price_list=price_list,
        service_id=keys[row.code],
        patient_group=row.patient_group,
        amount=row.amount,
        currency=row.currency,
        at_least=row.at_least,
        highest=row.highest,
    )
