"""Published exchange rates; what was published on a day never changes."""

from django.db import models
from django.db.models import F, Q


class Rate(models.Model):
    """On `day` the source said: `nominal` units of `currency` cost `value` units of `quote`."""

    append_only = True

    class Source(models.TextChoices):
        """Who published the rate."""

        ECB = "ecb"  # European Central Bank: everything against the euro
        CBR = "cbr"  # Bank of Russia: everything against the rouble
        MANUAL = "manual"  # typed by a person, who says where from in `remark`

    source = models.CharField(max_length=10, choices=Source)
    day = models.DateField()
    currency = models.CharField(max_length=3)
    quote = models.CharField(max_length=3)
    nominal = models.PositiveIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=8)
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            # In this order, so that "the latest on or before a day" is one step in the index.
            models.UniqueConstraint(
                fields=["source", "currency", "quote", "day"], name="one_rate_a_day"
            ),
            models.CheckConstraint(condition=Q(nominal__gt=0), name="nominal_above_zero"),
            models.CheckConstraint(condition=Q(value__gt=0), name="value_above_zero"),
            models.CheckConstraint(condition=~Q(currency=F("quote")), name="two_currencies"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.day} {self.currency}/{self.quote}"
