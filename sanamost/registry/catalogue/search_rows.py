"""What the search index is made of, as PostgreSQL keeps it: rows read as clinics, services, offers.

Needs a cursor and nothing of the framework, so that a process that only builds stays small.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sanamost.engines.search import Clinic, Index, Offer, Service
from sanamost.registry.catalogue.vocabulary import lexicon

BASE = "RUB"
PREFIX = "serv_"
"""What every service's public id begins with; offers are known by the rest."""
SETTINGS = {"day_hospital": "day", "in_patient": "inpatient", "remote": "remote"}
"""As addresses of the search name them; where the clinic has not said, its stay does."""
CLINICS = """
    select o.id, o.public_id, o.names::text, o.country, o.region, o.languages, r.names::text,
           o.addresses::text,
           array(select s.city::text from organisations_site s
             where s.organisation_id = o.id and s.closed_at is null),
           (select min(s.airport_km) from organisations_site s
             where s.organisation_id = o.id and s.closed_at is null),
           array(select p.kind from organisations_proof p where p.organisation_id = o.id
             and left(p.kind, 8) <> 'licence-'  -- everybody who treats has one
             and p.state = 'checked' and (p.valid_until is null or p.valid_until >= current_date)),
           o.suspended_at is not null or o.verified_at is null or o.kind <> 'clinic'
    from organisations_organisation o left join catalogue_region r on r.code = o.region
"""
# Offers of the same names, code, area and kind are of one service, which this number stands for.
SERVICE = """
    hashtextextended(concat_ws(chr(31), s.names::text, s.nomenclature_code, s.area, s.kind), 0)
"""
SERVICES = f"""
    select distinct on (1) {SERVICE}, s.names::text, s.nomenclature_code, s.area, s.kind
    from catalogue_service s where s.withdrawn_at is null
"""
# The next day on which a patient of an area could come. Reads what registry/resources counts;
# nothing else of the search knows how capacity is kept.
FREE = """
      select organisation_id, area, nearest_on - date '0001-01-01' + 1 as day
      from resources_opening where nearest_on > %(day)s::date
"""
OFFERS = f"""
    with lists as (
      select distinct on (organisation_id) id, organisation_id from catalogue_pricelist
      where valid_from <= %(day)s and (valid_before is null or valid_before > %(day)s)
      order by organisation_id, valid_from desc
    ), free as ({FREE})
    select s.id, {SERVICE}, s.organisation_id, p.amount, p.currency,
           coalesce(nullif(s.setting, ''), case when s.stay_days > 0 then 'in_patient' end),
           s.public_id, free.day, coalesce(p.at_least, false), s.weekdays %(more)s
    from catalogue_service s
    left join lists l on l.organisation_id = s.organisation_id
    left join catalogue_price p on p.price_list_id = l.id and p.service_id = s.id
      and p.patient_group = %(group)s
    left join free on free.organisation_id = s.organisation_id and free.area = s.area
    where s.withdrawn_at is null
"""
OFFERED = 10
"""Columns that are of the offer."""
ALL_OFFERS = OFFERS.replace("%(more)s", "")
CHANGED_OFFERS = f"""
    {OFFERS.replace("%(more)s", ", s.names::text, s.nomenclature_code, s.area, s.kind")}
    and s.id = any(%(keys)s)
"""
SNAPSHOT = "select pg_current_snapshot()::text"

Rates = Mapping[str, Decimal]
"""What one unit of a currency is worth in the base currency."""


def whole_index(cursor: Any, *, day: str, group: str, rates: Rates) -> tuple[Index, str]:
    """The index of everything and the snapshot that it shows: that of the cursor's transaction."""
    cursor.execute(SNAPSHOT)
    ((seen,),) = cursor.fetchall()
    index = Index.build(
        lexicon=lexicon(),
        clinics=read_clinics(cursor),
        services=_services(cursor),
        offers=_offers(cursor, {"day": day, "group": group}, rates),
    )
    return index, seen


def read_clinics(cursor: Any, keys: Sequence[int] | None = None) -> list[Clinic]:
    """Every clinic, or those of the keys."""
    if keys is None:
        cursor.execute(CLINICS)
    else:
        cursor.execute(f"{CLINICS} where o.id = any(%s)", [list(keys)])
    return [_clinic(row) for row in cursor.fetchall()]


def read_changed(
    cursor: Any, keys: Sequence[int], *, day: str, group: str, rates: Rates
) -> tuple[dict[int, Service], list[Offer]]:
    """The offers of the keys that still stand, and their services."""
    asked = {"day": day, "group": group, "keys": list(keys)}
    cursor.execute(CHANGED_OFFERS, asked)
    services, offers = {}, []
    for row in cursor.fetchall():
        offer = _offer(row[:OFFERED], rates)
        services[offer.service] = _service((offer.service, *row[OFFERED:]))
        offers.append(offer)
    return services, offers


def _services(cursor: Any) -> Iterator[Service]:
    for row in _some_at_a_time(cursor, "services", SERVICES, {}):
        yield _service(row)


def _offers(cursor: Any, asked: dict[str, str], rates: Rates) -> Iterator[Offer]:
    for row in _some_at_a_time(cursor, "offers", ALL_OFFERS, asked):
        yield _offer(row, rates)


def _some_at_a_time(
    cursor: Any, name: str, statement: str, asked: dict[str, str]
) -> Iterator[tuple[Any, ...]]:
    cursor.execute(f"declare {name} no scroll cursor for {statement}", asked or None)
    while True:
        cursor.execute(f"fetch 5000 from {name}")
        rows = cursor.fetchall()
        if not rows:
            return
        yield from rows


def _service(row: tuple[Any, ...]) -> Service:
    key, names, code, area, kind = row
    codes = (code.upper(),) if code else ()
    return Service(key=key, names=_names(names), codes=codes, area=area, kind=kind)


def _offer(row: tuple[Any, ...], rates: Rates) -> Offer:
    key, service, clinic, amount, currency, setting, public_id, free, at_least, weekdays = row
    return Offer(
        key,
        service,
        clinic,
        None if amount is None else _in_base(amount, currency, rates),
        currency or "",
        SETTINGS.get(setting, "outpatient"),
        weekdays=weekdays,
        free_day=free,
        at_least=at_least,
        label=public_id.removeprefix(PREFIX).encode(),
    )


def _in_base(amount: Decimal, currency: str, rates: Rates) -> int | None:
    """Minor units of the base currency; None where the rate is not known."""
    rate = rates.get(currency)
    if rate is None:
        return None
    return int((amount * rate * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _clinic(row: tuple[Any, ...]) -> Clinic:
    key, public_id, names, country, region, languages, region_names, addresses, *more = row
    cities, distance, proofs, hidden = more
    texts = [region_names or "{}", addresses, *cities]
    places = [name for text in texts for name in _names(text).values()]
    return Clinic(
        key=key,
        names=_names(names),
        places=tuple(map(str, places)),
        country=country,
        region=region,
        languages=frozenset(languages),
        # One list of kinds for both: which of them an accreditation is, the cards' own list says.
        accreditations=frozenset(proofs),
        attributes=frozenset(proofs),
        distance_km=float("inf") if distance is None else float(distance),
        hidden=hidden,
        label=public_id,
    )


def _names(text: str) -> dict[str, str]:
    return {language: name for language, name in json.loads(text).items() if name}
