"""What a clinic offers and for how much on a day: public facts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sanamost.engines.search import words
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.registry.catalogue.models import Price, PriceList, Service
from sanamost.registry.catalogue.selectors.medicine import LONGEST_QUERY
from sanamost.registry.catalogue.states import PatientGroup


class NoPrice(Refusal):
    """The price list in force names no price of the service for this group of patients."""

    code = "no_price"
    message = _("%(service)s has no price for this group of patients in the price list in force.")
    field = "service"


class ServiceWithdrawn(Refusal):
    """The clinic has taken a service out of its list since it was chosen."""

    code = "service_withdrawn"
    message = _(
        "No longer in the price list: %(services)s. Take the line out, or choose another service."
    )
    field = "lines"


@dataclass(frozen=True, slots=True)
class Offered:
    """One service with its prices on a day, by patient group; VAT included."""

    key: int
    public_id: str
    code: str
    nomenclature_code: str
    names: dict[str, str]
    kind: str
    area: str
    scope: str
    vat_class: str
    unit: str
    stay_days: int
    setting: str
    original_language: str
    included: list[dict[str, str]]
    excluded: list[dict[str, str]]
    prices: dict[str, Decimal]
    currency: str
    weekdays: int = 0
    """On which days of the week it is given (`weekdays.days`)."""
    at_least: frozenset[str] = frozenset()
    """Groups for which the clinic says "from": their price is the lowest."""
    highest: dict[str, Decimal] = field(default_factory=dict)
    """By group, where the clinic names a range."""

    def price(self, group: str) -> Decimal:
        """The price for the group; raises `NoPrice`."""
        if group not in self.prices:
            raise NoPrice(service=self.code)
        return self.prices[group]


def price_list_on(organisation_id: int, day: dt.date) -> PriceList | None:
    """The clinic's price list in force on the day; None where it has none."""
    return (
        PriceList.objects.filter(
            Q(valid_before__isnull=True) | Q(valid_before__gt=day),
            organisation_id=organisation_id,
            valid_from__lte=day,
        )
        .order_by("-valid_from")
        .first()
    )


def services_of(
    organisation_id: int,
    *,
    day: dt.date,
    area: str = "",
    query: str = "",
    kind: str = "",
    limit: int | None = None,
) -> list[Offered]:
    """The clinic's services with their prices on the day, by code.

    `query` is part of a code or words of the name in any language; all of them must be there.
    Services of no area (laboratory, stay, interpreter) belong to every area.
    """
    rows = Service.objects.filter(organisation_id=organisation_id, withdrawn_at__isnull=True)
    if area:
        rows = rows.filter(area__in=[area, ""])
    if kind:
        rows = rows.filter(kind=kind)
    for word in words(query[:LONGEST_QUERY]):
        rows = rows.filter(search_key__contains=word)
    return priced(rows.order_by("code")[:limit], organisation_id, day)


def offered(organisation_id: int, public_ids: list[str], *, day: dt.date) -> dict[str, Offered]:
    """The clinic's own services of the public ids.

    Raises `NotVisible` for any that is not its, `ServiceWithdrawn` for what it offers no more.
    """
    rows = Service.objects.filter(organisation_id=organisation_id, public_id__in=public_ids)
    gone = rows.filter(withdrawn_at__isnull=False).order_by("code")
    if withdrawn := [_named(service) for service in gone]:
        raise ServiceWithdrawn(services="; ".join(withdrawn))
    found = {one.public_id: one for one in priced(rows, organisation_id, day)}
    if set(public_ids) - set(found):
        raise NotVisible
    return found


def _named(service: Service) -> str:
    names = service.names
    return f"{service.code} {names.get(get_language() or 'en') or names.get('en', '')}".strip()


def price_of(service_id: int, group: str, day: dt.date) -> Price:
    """The service's price for the group on the day; raises `NoPrice`."""
    service = Service.objects.get(pk=service_id)
    price_list = price_list_on(service.organisation_id, day)
    row = Price.objects.filter(
        price_list=price_list, service_id=service_id, patient_group=group
    ).first()
    if row is None:
        raise NoPrice(service=service.code)
    return row


def lowest_only(*, group: str, day: dt.date, public_ids: Iterable[str]) -> dict[int, str]:
    """Those services, key and public id, whose price for the group on the day is a lowest one."""
    rows = Price.objects.filter(
        Q(price_list__valid_before__isnull=True) | Q(price_list__valid_before__gt=day),
        service__public_id__in=list(public_ids),
        price_list__valid_from__lte=day,
        patient_group=group,
        at_least=True,
    )
    return dict(rows.values_list("service_id", "service__public_id"))


def group_choices() -> list[tuple[str, str]]:
    """The patient groups with their names."""
    return [(str(value), str(label)) for value, label in PatientGroup.choices]


def priced(rows: QuerySet[Service], organisation_id: int, day: dt.date) -> list[Offered]:
    """These services of one clinic with their prices in force on the day."""
    price_list = price_list_on(organisation_id, day)
    prices = Price.objects.filter(price_list=price_list)
    fetched = rows.prefetch_related(Prefetch("prices", queryset=prices, to_attr="of_the_day"))
    return [_offered(service) for service in fetched]


def _offered(service: Service) -> Offered:
    prices: list[Price] = getattr(service, "of_the_day", [])
    return Offered(
        key=service.pk,
        public_id=service.public_id,
        code=service.code,
        nomenclature_code=service.nomenclature_code,
        names=service.names,
        kind=service.kind,
        area=service.area,
        scope=service.scope,
        vat_class=service.vat_class,
        unit=service.unit,
        stay_days=service.stay_days,
        setting=service.setting,
        weekdays=service.weekdays,
        original_language=service.original_language,
        included=service.included,
        excluded=service.excluded,
        prices={price.patient_group: price.amount for price in prices},
        currency=prices[0].currency if prices else "RUB",
        at_least=frozenset(price.patient_group for price in prices if price.at_least),
        highest={price.patient_group: price.highest for price in prices if price.highest},
    )
