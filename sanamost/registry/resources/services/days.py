"""Taking capacity of several resources on several days, all or nothing, and giving it back."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.languages.errors import NotVisible, Refusal

Needs = Mapping[tuple[int, dt.date], int]
"""Amounts by (key of the resource, day), in the resource's unit; each above zero."""

# What is free. Without locks: of thousands who ask for a full day nobody waits for anybody.
LOOK = """
SELECT count(*), coalesce(
  bool_and(c.supply + c.conceded >= c.protected + c.held + c.booked + n.amount), false)
FROM unnest(%s::bigint[], %s::date[], %s::integer[]) n (resource_id, day, amount)
JOIN resources_capacityday c USING (resource_id, day)
"""
# One statement: rows are locked in the order of their keys, looked at, and changed all or none.
TAKE = """
WITH need AS (
  SELECT * FROM unnest(%s::bigint[], %s::date[], %s::integer[]) n (resource_id, day, amount)
), locked AS MATERIALIZED (
  SELECT c.id, n.amount,
    c.supply + c.conceded >= c.protected + c.held + c.booked + n.amount AS fits
  FROM resources_capacityday c JOIN need n USING (resource_id, day)
  ORDER BY c.id FOR UPDATE OF c
), judged AS (
  SELECT count(*) = %s AND bool_and(fits) AS all_fit FROM locked
)
UPDATE resources_capacityday c SET held = c.held + l.amount
FROM locked l, judged j WHERE c.id = l.id AND j.all_fit
RETURNING c.id, l.amount
"""
CHANGE = """
WITH locked AS MATERIALIZED (
  SELECT c.id, u.amount FROM resources_capacityday c
  JOIN unnest(%s::bigint[], %s::integer[]) u (id, amount) USING (id)
  ORDER BY c.id FOR UPDATE OF c
)
UPDATE resources_capacityday c SET {change} FROM locked l WHERE c.id = l.id
"""
CONFIRM = CHANGE.format(change="held = c.held - l.amount, booked = c.booked + l.amount")
GIVE_BACK_HELD = CHANGE.format(change="held = c.held - l.amount")
GIVE_BACK_BOOKED = CHANGE.format(change="booked = c.booked - l.amount")
# Whoever lies in a bed lies in it: what is used beyond the plan is written down, and counted.
USE_BEYOND = """
INSERT INTO resources_capacityday
  (organisation_id, resource_id, day, supply, protected, conceded, held, booked)
SELECT r.organisation_id, r.id, n.day, 0, 0, n.amount, 0, n.amount
FROM unnest(%s::bigint[], %s::date[], %s::integer[]) n (resource_id, day, amount)
JOIN resources_resource r ON r.id = n.resource_id
ORDER BY r.id, n.day
ON CONFLICT (resource_id, day) DO UPDATE SET
  booked = resources_capacityday.booked + excluded.booked,
  conceded = resources_capacityday.conceded + greatest(0,
    resources_capacityday.held + resources_capacityday.booked + excluded.booked
    + resources_capacityday.protected
    - resources_capacityday.supply - resources_capacityday.conceded)
RETURNING id, (SELECT n.amount FROM unnest(%s::bigint[], %s::date[], %s::integer[])
  n (resource_id, day, amount)
  WHERE n.resource_id = resources_capacityday.resource_id AND n.day = resources_capacityday.day)
"""

# A lock of its own, held by nobody who locks days: so it closes no circle.
IN_LINE = "SELECT pg_advisory_xact_lock(hashtext('resources.start'), %s::integer)"


class NoPlaceLeft(Refusal):
    """What the treatment needs is not free on the days of the stay."""

    code = "no_place_left"
    message = _("These days are full. Please choose another day of arrival.")
    field = "arrives_on"


class Taken(NamedTuple):
    """A part of what is taken: the key of the day's row, and how much of it."""

    day_id: int
    amount: int


def take(needs: Needs) -> list[Taken]:
    """Hold everything that is needed, or nothing.

    Every day of every resource is looked at and changed by one statement, in one order for
    everybody, so that two who ask at once never wait for each other in a circle. What the state
    task keeps is not there to be taken. Raises `NoPlaceLeft`, and `NotVisible` where the clinic has
    said nothing of a day.
    """
    asked = _columns(needs)
    with connection.cursor() as cursor:
        cursor.execute(LOOK, asked)
        known, fits = cursor.fetchone() or (0, False)
        if not needs or known < len(needs):
            raise NotVisible
        if not fits:
            raise NoPlaceLeft
        cursor.execute(TAKE, [*asked, len(needs)])
        taken = [Taken(*row) for row in cursor.fetchall()]
    if not taken:
        raise NoPlaceLeft
    return taken


def confirm(taken: Iterable[Taken]) -> None:
    """What was held is booked."""
    _change(CONFIRM, taken)


def give_back(taken: Iterable[Taken], *, booked: bool) -> None:
    """What was held or booked is free again."""
    _change(GIVE_BACK_BOOKED if booked else GIVE_BACK_HELD, taken)


def wait_in_line(*, organisation_id: int) -> None:
    """Of two who ask for the clinic at once the second waits until the first has committed."""
    with connection.cursor() as cursor:
        cursor.execute(IN_LINE, [organisation_id])


def use_beyond(needs: Needs) -> list[Taken]:
    """Book what a patient uses beyond the plan, free or not: a stay that lasts longer is a fact.

    What is not free is written down as conceded, so that it is counted and the invariant of the
    days holds.
    """
    if not needs:
        return []
    asked = _columns(needs)
    with connection.cursor() as cursor:
        cursor.execute(USE_BEYOND, [*asked, *asked])
        return [Taken(*row) for row in cursor.fetchall()]


def _columns(needs: Needs) -> list[list[object]]:
    keys = sorted(needs)
    return [[key for key, _ in keys], [day for _, day in keys], [needs[key] for key in keys]]


def _change(statement: str, taken: Iterable[Taken]) -> None:
    rows = list(taken)
    with connection.cursor() as cursor:
        cursor.execute(statement, [[row.day_id for row in rows], [row.amount for row in rows]])
