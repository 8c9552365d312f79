"""Weekly places that a clinic keeps for foreign patients, per area of care."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from sanamost.foundation.access import fences
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.access.guarded import OrganisationRow


class WeeklyPlaces(OrganisationRow):
    """Places of one area in one week; the database refuses more held and booked than there are."""

    area = models.CharField(max_length=20)
    week = models.DateField()
    """The week's Monday."""
    places = models.PositiveIntegerField()
    held = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField(default=0)

    # How many places are free is public; only the clinic and holds change it.
    fence: ClassVar[fences.Fence] = fences.sql(
        read="true", write="organisation_id = (SELECT sanamost_organisation())"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "area", "week"], name="places_once"),
            models.CheckConstraint(
                condition=Q(places__gte=F("held") + F("booked")), name="places_never_oversold"
            ),
            models.CheckConstraint(condition=Q(week__iso_week_day=1), name="places_week_on_monday"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.area} {self.week}"

    @classmethod
    def visible(cls, actor: Actor) -> Q:  # noqa: ARG003 the same for every actor
        """Everybody may see how many places there are."""
        return Q()
