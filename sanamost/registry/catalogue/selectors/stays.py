"""Treatments with a stay in hospital and their prices, of many clinics in one question."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q

from sanamost.registry.catalogue.models import Price
from sanamost.registry.catalogue.states import ServiceKind

STAYS = (
    *(ServiceKind.PACKAGE, ServiceKind.PROGRAMME, ServiceKind.SURGERY),
    *(ServiceKind.COURSE, ServiceKind.REHABILITATION),
)
"""Kinds that may need a bed; those that hold most of the way come first."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """One service of one clinic with its prices in force by group of patients, VAT included."""

    organisation_id: int
    key: int
    code: str
    names: dict[str, str]
    kind: str
    area: str
    stay_days: int
    currency: str
    prices: dict[str, Decimal] = field(default_factory=dict)


def treatments_priced(*, day: dt.date, keys: Collection[int] = ()) -> list[Treatment]:
    """Every clinic's treatments with a stay, and the services of these keys; by clinic and code."""
    rows = (
        Price.objects.filter(
            Q(price_list__valid_before__isnull=True) | Q(price_list__valid_before__gt=day),
            Q(service__kind__in=STAYS, service__stay_days__gt=0) | Q(service_id__in=keys),
            price_list__valid_from__lte=day,
            service__withdrawn_at__isnull=True,
        )
        .exclude(service__area="")
        .select_related("service")
        .order_by("service__organisation_id", "service__code", "-price_list__valid_from")
    )
    found: dict[int, Treatment] = {}
    for row in rows:
        service = row.service
        one = found.setdefault(
            service.pk,
            Treatment(
                service.organisation_id, service.pk, service.code, service.names, service.kind,
                service.area, service.stay_days, row.currency,
            ),
        )  # fmt: skip
        if row.currency == one.currency:
            one.prices.setdefault(row.patient_group, row.amount)
    return list(found.values())
