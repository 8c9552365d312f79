"""What visitors may compare: areas and treatments of several clinics, with prices in force."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Min, Q

from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.catalogue.models import Price, Service
from sanamost.registry.catalogue.selectors.prices import Offered, priced
from sanamost.registry.catalogue.states import PatientGroup, ServiceKind

TREATMENTS = (
    *(ServiceKind.PACKAGE, ServiceKind.PROGRAMME, ServiceKind.SURGERY, ServiceKind.COURSE),
    *(ServiceKind.REHABILITATION, ServiceKind.CHECK_UP, ServiceKind.DIAGNOSTICS),
    *(ServiceKind.SECOND_OPINION, ServiceKind.CONSULTATION),
)
"""Kinds that a patient asks for; stays and services around treatment are parts of them."""


@dataclass(frozen=True, slots=True)
class AreaOffer:
    """What one clinic offers in one area; the price is the lowest, VAT included."""

    organisation_id: int
    area: str
    treatments: int
    cheapest: Decimal
    currency: str


def area_offers(
    *,
    day: dt.date,
    area: str = "",
    organisation_ids: Iterable[int] | None = None,
    group: str = PatientGroup.FOREIGN,
) -> list[AreaOffer]:
    """Treatments priced on the day by clinic, area and currency, in one query."""
    rows = Price.objects.filter(
        Q(price_list__valid_before__isnull=True) | Q(price_list__valid_before__gt=day),
        price_list__valid_from__lte=day,
        patient_group=group,
        service__withdrawn_at__isnull=True,
        service__kind__in=TREATMENTS,
    ).exclude(service__area="")
    if area:
        rows = rows.filter(service__area=area)
    if organisation_ids is not None:
        rows = rows.filter(service__organisation_id__in=list(organisation_ids))
    counted = rows.values("service__organisation_id", "service__area", "currency").annotate(
        treatments=Count("service", distinct=True), cheapest=Min("amount")
    )
    return [
        AreaOffer(
            row["service__organisation_id"],
            row["service__area"],
            row["treatments"],
            row["cheapest"],
            row["currency"],
        )
        for row in counted.order_by("service__area", "service__organisation_id", "currency")
    ]


@dataclass(frozen=True, slots=True)
class CodedPrice:
    """What one clinic asks for a service of the state nomenclature; VAT included."""

    organisation_id: int
    public_id: str
    nomenclature_code: str
    names: dict[str, str]
    amount: Decimal
    currency: str
    at_least: bool
    """The clinic says "from"."""


def coded_prices(codes: Iterable[str], *, day: dt.date, group: str) -> list[CodedPrice]:
    """Every clinic's prices on the day of services with these official codes, in one query.

    Packages are left out: their code is that of their main part, their price that of the whole.
    """
    rows = (
        Price.objects.filter(
            Q(price_list__valid_before__isnull=True) | Q(price_list__valid_before__gt=day),
            price_list__valid_from__lte=day,
            patient_group=group,
            service__withdrawn_at__isnull=True,
            service__nomenclature_code__in=sorted(set(codes)),
        )
        .exclude(service__kind=ServiceKind.PACKAGE)
        .select_related("service")
        .order_by("service_id", "-price_list__valid_from")
        .distinct("service_id")
    )
    return [
        CodedPrice(
            organisation_id=row.service.organisation_id,
            public_id=row.service.public_id,
            nomenclature_code=row.service.nomenclature_code,
            names=row.service.names,
            amount=row.amount,
            currency=row.currency,
            at_least=row.at_least,
        )
        for row in rows
    ]


def treatment(public_id: str, *, day: dt.date) -> tuple[int, Offered]:
    """One service and the key of its clinic; raises `NotVisible` for a withdrawn or unknown one."""
    row = Service.objects.filter(public_id=public_id, withdrawn_at__isnull=True).first()
    if row is None:
        raise NotVisible
    found = priced(Service.objects.filter(pk=row.pk), row.organisation_id, day)
    return row.organisation_id, found[0]


def service_names(public_id: str) -> dict[str, str]:
    """The service's names by language, of a withdrawn one too; empty for an unknown one."""
    row = Service.objects.filter(public_id=public_id).first() if public_id else None
    return dict(row.names) if row else {}


def elsewhere(offered: Offered, *, but: int, day: dt.date) -> list[tuple[int, Offered]]:
    """The same treatment, by the official code, at other clinics."""
    if not offered.nomenclature_code:
        return []
    rows = Service.objects.filter(
        nomenclature_code=offered.nomenclature_code, kind=offered.kind, withdrawn_at__isnull=True
    ).exclude(organisation_id=but)
    keys = list(rows.values_list("organisation_id", "pk").order_by("organisation_id", "pk")[:20])
    return [
        (organisation_id, one)
        for organisation_id, pk in keys
        for one in priced(Service.objects.filter(pk=pk), organisation_id, day)
    ]
