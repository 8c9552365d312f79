"""What the demonstration's clinics have and owe, entered as a clinic would."""

import datetime as dt
import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sanamost.foundation.access.actor import system
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import services as resources

FILE = Path(__file__).with_name("capacity.toml")
MONTHS_BEFORE, MONTHS = 12, 26
"""Months that have a plan: so many before the present one, and all of them together."""


@cache
def read() -> list[dict[str, Any]]:
    """The clinics of the file."""
    rows: list[dict[str, Any]] = tomllib.loads(FILE.read_text())["clinic"]
    return rows


def load(keys: dict[str, int], now: dt.datetime) -> None:
    """Enter the capacity of each clinic of the file, with days counted from `now` on."""
    for row in read():
        resources.enter_capacity(
            actor=system("demonstration's capacity"),
            organisation_id=keys[row["code"]],
            whole=_whole(row, now.date()),
            now=now,
        )


def _whole(row: dict[str, Any], today: dt.date) -> resources.Whole:
    return resources.Whole(
        resources=[_resource(one) for one in row["resource"]],
        breaks=[_pause(one, today) for one in row["resource"] if "pause" in one],
        plans=[_plan(one, month, row["season"]) for one in row["plan"] for month in _months(today)],
        recipes=[
            resources.RecipeLine(
                area=one["area"],
                stay_days=one["stay_days"],
                resource=(area, kind, name),
                amount=Decimal(amount),
                day=day,
                spread=Decimal(spread),
            )
            for one in row["recipe"]
            for area, kind, name, amount, day, spread in one["uses"]
        ],
        level=Decimal(row["level"]),
        level_reason=row["reason"],
        urgent=row["urgent"],
    )


def _resource(one: dict[str, Any]) -> resources.ResourceFacts:
    facts = {name: value for name, value in one.items() if name != "pause"}
    for name in ("units", "downtime_percent"):
        if name in facts:
            facts[name] = Decimal(facts[name])
    return resources.ResourceFacts(**facts)


def _pause(one: dict[str, Any], today: dt.date) -> resources.BreakFacts:
    pause = one["pause"]
    first = today + dt.timedelta(days=pause["from"])
    return resources.BreakFacts(
        resource=(one.get("area", ""), one["kind"], one["name"]),
        first_on=first,
        last_on=first + dt.timedelta(days=pause["days"] - 1),
        left_percent=pause["left"],
        reason=pause["reason"],
    )


def _plan(one: dict[str, Any], month: dt.date, season: list[float]) -> resources.PlanFacts:
    return resources.PlanFacts(
        area=one["area"],
        month=month,
        source=one["source"],
        planned=round(one["cases"] * season[month.month - 1]),
        stay_days=Decimal(one["stay_days"]),
    )


def _months(today: dt.date) -> list[dt.date]:
    number = today.year * 12 + today.month - 1 - MONTHS_BEFORE
    return [dt.date(one // 12, one % 12 + 1, 1) for one in range(number, number + MONTHS)]


def count_from(first: dt.datetime, now: dt.datetime) -> None:
    """Count the days from a moment before `now` on: who came then needed a place, too."""
    for row in read():
        clinic = organisations.card_by_code(row["code"])
        if clinic is not None:
            for moment in (first, now):
                resources.count_days(organisation_id=clinic.pk, now=moment)
