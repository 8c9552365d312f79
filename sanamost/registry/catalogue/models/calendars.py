"""Days that differ from the week's own order."""

from django.db import models


class Holiday(models.Model):
    """One day of one calendar: a day off, a working day on a weekend, or a shortened day.

    Days that have no row follow the week: Monday to Friday are worked. `provisional` marks a day
    whose act was not at hand when the file was made.
    """

    class Kind(models.TextChoices):
        """What is different on the day."""

        HOLIDAY = "holiday"
        WORKING = "working"
        SHORT = "short"

    calendar = models.CharField(max_length=10)
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    provisional = models.BooleanField(default=False)
    source = models.CharField(max_length=100)
    names = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="one_row_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.calendar} {self.day}"
