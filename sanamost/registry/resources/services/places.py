"""Opening, holding, booking and giving back weekly places; one conditional statement each."""

import datetime as dt

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.registry.resources.models import WeeklyPlaces

TAKE_IN_WEEK = """
WITH taken AS (
  UPDATE resources_weeklyplaces SET held = held + 1
  WHERE organisation_id = %s AND area = %s AND week = %s AND places > held + booked
  RETURNING id
)
SELECT week.id, taken.id IS NOT NULL FROM resources_weeklyplaces week LEFT JOIN taken USING (id)
WHERE week.organisation_id = %s AND week.area = %s AND week.week = %s
"""


class NoPlaceLeft(Refusal):
    """Every place of the week is held or booked."""

    code = "no_place_left"
    message = _("No place is left in this week. Please choose another one.")
    field = "week"


def open_places(*, organisation_id: int, area: str, week: dt.date, places: int) -> None:
    """Set how many places the week (its Monday) has, never fewer than are taken already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO resources_weeklyplaces"
            " (organisation_id, area, week, places, held, booked) VALUES (%s, %s, %s, %s, 0, 0)"
            " ON CONFLICT (organisation_id, area, week) DO UPDATE SET places ="
            " greatest(excluded.places,"
            " resources_weeklyplaces.held + resources_weeklyplaces.booked)",
            [organisation_id, area, week, places],
        )


def take(*, places_id: int) -> None:
    """Hold one place; raises `NoPlaceLeft`. Check and change are one statement."""
    taken = WeeklyPlaces.objects.filter(pk=places_id, places__gt=F("held") + F("booked")).update(
        held=F("held") + 1
    )
    if not taken:
        raise NoPlaceLeft


def take_in_week(*, organisation_id: int, area: str, day: dt.date) -> int:
    """Hold one place of the day's week; the key of the week's places.

    Finding, check and change are one statement, so of thousands who ask for a full week nobody
    waits for anybody. Raises `NoPlaceLeft`, `NotVisible` where the clinic keeps no places.
    """
    week = (organisation_id, area, day - dt.timedelta(days=day.weekday()))
    with connection.cursor() as cursor:
        cursor.execute(TAKE_IN_WEEK, [*week, *week])
        found = cursor.fetchone()
    if found is None:
        raise NotVisible
    places_id, taken = found
    if not taken:
        raise NoPlaceLeft
    return int(places_id)


def confirm(*, places_id: int) -> None:
    """A held place becomes a booked one."""
    WeeklyPlaces.objects.filter(pk=places_id).update(held=F("held") - 1, booked=F("booked") + 1)


def give_back(*, places_id: int, booked: bool) -> None:
    """A held or booked place is free again."""
    rows = WeeklyPlaces.objects.filter(pk=places_id)
    if booked:
        rows.update(booked=F("booked") - 1)
    else:
        rows.update(held=F("held") - 1)
