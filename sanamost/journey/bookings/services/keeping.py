"""The rows of a place kept: what it takes of which day, held, booked and given back."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from sanamost.engines.periods import day_of
from sanamost.journey.bookings.models import Hold, HoldUse
from sanamost.journey.proposals import selectors as proposals
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources import services as places


def zone_of(organisation_id: int) -> ZoneInfo:
    """The clock on the clinic's wall."""
    return ZoneInfo(organisations.timing_of(organisation_id).time_zone)


def clinic_day(organisation_id: int, now: dt.datetime) -> dt.date:
    """The day by that clock: in Vladivostok a night begins ten hours before it does in UTC."""
    return day_of(now, zone_of(organisation_id))


def keep(
    *, proposal: Any, arrives_on: dt.date, stay_days: int, until: dt.datetime, now: dt.datetime
) -> Hold:
    """Take everything that the stay needs, or nothing, and write down what was taken.

    Raises `NoPlaceLeft`, and `NotVisible` where the clinic has entered no recipe or no days.
    """
    recipe = resources.recipe_for(
        organisation_id=proposal.organisation_id,
        area=proposal.area,
        services=proposals.services_in(proposal.pk),
    )
    needs = resources.needs(recipe, arrives_on=arrives_on, stay_days=stay_days)
    taken = places.take(needs)
    hold = Hold.objects.create(
        case_id=proposal.case_id,
        organisation_id=proposal.organisation_id,
        proposal_id=proposal.pk,
        recipe_id=recipe.pk,
        arrives_on=arrives_on,
        stay_days=stay_days,
        placed_at=now,
        expires_at=until,
    )
    write_uses(hold, taken)
    return hold


def write_uses(hold: Hold, taken: list[places.Taken], *, planned: bool = True) -> None:
    """Add these parts to the hold; `planned` says whether they were meant from the beginning."""
    HoldUse.objects.bulk_create(
        HoldUse(
            case_id=hold.case_id,
            organisation_id=hold.organisation_id,
            hold=hold,
            capacity_id=part.day_id,
            amount=part.amount,
            planned=part.amount if planned else 0,
        )
        for part in taken
    )


def taken_by(hold: Hold, *, since: dt.date | None = None) -> list[places.Taken]:
    """What the hold takes now, of days from `since` on."""
    rows = HoldUse.objects.filter(hold_id=hold.pk, amount__gt=0)
    if since is not None:
        rows = rows.filter(capacity__day__gte=since)
    return [places.Taken(*row) for row in rows.values_list("capacity_id", "amount")]


def let_go(hold: Hold, *, booked: bool, since: dt.date | None = None) -> None:
    """Give everything back that the hold takes, of days from `since` on."""
    parts = taken_by(hold, since=since)
    places.give_back(parts, booked=booked)
    rows = HoldUse.objects.filter(hold_id=hold.pk, capacity_id__in=[part.day_id for part in parts])
    rows.update(amount=0)
