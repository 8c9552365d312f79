"""How many places are free."""

import datetime as dt

from django.db.models import F

from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.resources.models import WeeklyPlaces


def free_weeks(
    *, organisation_id: int, area: str, first: dt.date, limit: int = 26
) -> list[WeeklyPlaces]:
    """Weeks from the one of `first` on that have a free place, soonest first."""
    monday = first - dt.timedelta(days=first.weekday())
    return list(
        WeeklyPlaces.objects.filter(
            organisation_id=organisation_id,
            area=area,
            week__gte=monday,
            places__gt=F("held") + F("booked"),
        ).order_by("week")[:limit]
    )


def weeks_of(*, organisation_id: int, first: dt.date, weeks: int = 12) -> list[WeeklyPlaces]:
    """Every area's places in the weeks from `first` on, for the calendar."""
    monday = first - dt.timedelta(days=first.weekday())
    return list(
        WeeklyPlaces.objects.filter(
            organisation_id=organisation_id,
            week__gte=monday,
            week__lt=monday + dt.timedelta(weeks=weeks),
        ).order_by("area", "week")
    )


def places_in_week(*, organisation_id: int, area: str, day: dt.date) -> WeeklyPlaces:
    """The places of the day's week; raises `NotVisible` where the clinic keeps none."""
    row = WeeklyPlaces.objects.filter(
        organisation_id=organisation_id, area=area, week=day - dt.timedelta(days=day.weekday())
    ).first()
    if row is None:
        raise NotVisible
    return row
