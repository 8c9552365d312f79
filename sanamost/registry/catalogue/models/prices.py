"""A clinic's services and dated price lists: public facts."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from sanamost.foundation.access.public_ids import PublicIdField
from sanamost.registry.catalogue.states import PatientGroup, Scope, ServiceKind, Setting, VatClass


class Service(models.Model):
    """One service of one clinic, under the clinic's own code."""

    public_id = PublicIdField(prefix="serv")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="services"
    )
    code = models.CharField(max_length=40)
    nomenclature_code = models.CharField(max_length=20, blank=True)
    """Code of order 804n, where the service has one."""
    names = models.JSONField(default=dict)
    kind = models.CharField(max_length=20, choices=ServiceKind.choices)
    area = models.CharField(max_length=20, blank=True)
    vat_class = models.CharField(max_length=10, choices=VatClass.choices, default=VatClass.EXEMPT)
    unit = models.CharField(max_length=20, default="each")
    stay_days = models.PositiveSmallIntegerField(default=0)
    """Of a typical patient; 0 for none."""
    setting = models.CharField(max_length=15, choices=Setting.choices, blank=True)
    weekdays = models.PositiveSmallIntegerField(default=0)
    """On which days of the week it is given, as bits, Monday 1 to Sunday 64; 0: not said."""
    original_language = models.CharField(max_length=10, default="ru")
    """In which the clinic writes of it; every other language is a translation."""
    scope = models.CharField(max_length=20, choices=Scope.choices, blank=True)
    search_key = models.TextField(blank=True)
    """Codes and names in every language, as people type them."""
    included = models.JSONField(default=list, blank=True)
    """What a package holds: [{"scope": …, "en": …, "ru": …, "zh-hans": …, "ar": …}]."""
    excluded = models.JSONField(default=list, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="service_code_once"),
            models.CheckConstraint(condition=Q(weekdays__lt=128), name="service_days_of_a_week"),
        ]
        indexes = [
            GinIndex(fields=["search_key"], name="own_service_words", opclasses=["gin_trgm_ops"])
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.code}"


class PriceList(models.Model):
    """A clinic's prices from a day on."""

    public_id = PublicIdField(prefix="plst")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="price_lists"
    )
    number = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_before = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="price_list_once"),
            models.CheckConstraint(
                condition=Q(valid_before__isnull=True) | Q(valid_before__gt=models.F("valid_from")),
                name="price_list_period_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Price(models.Model):
    """What a service costs for a patient group in one price list; VAT included."""

    price_list = models.ForeignKey(PriceList, models.PROTECT, related_name="prices")
    service = models.ForeignKey(Service, models.PROTECT, related_name="prices")
    patient_group = models.CharField(max_length=10, choices=PatientGroup.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, default="RUB")
    at_least = models.BooleanField(default=False)
    """The clinic says "from": the amount is the lowest."""
    highest = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    """Where the clinic names a range or "up to"."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["price_list", "service", "patient_group"], name="price_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
