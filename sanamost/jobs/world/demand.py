"""Invented demand and cost of promotion, for the demonstration alone; every page says so."""

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from sanamost.foundation.access.actor import system
from sanamost.insight.potential import selectors as known
from sanamost.insight.potential import services as potential
from sanamost.registry.catalogue import selectors as catalogue

FILE = Path(__file__).with_name("demand.toml")
SOURCE = "Demonstration figure, invented"
AGE = dt.timedelta(days=45)
MONTHS = dt.timedelta(days=420)
"""From the present month to the month of this day."""


def load(keys: dict[str, int], now: dt.datetime) -> int:
    """Enter the file's figures that are not there yet; how many rows of the file were new.

    Without the list of areas (it may be loaded later) no demand is.
    """
    world = tomllib.loads(FILE.read_text(encoding="utf-8"))
    areas = {one.code for one in catalogue.areas("en")}
    there = known.figures_there()
    made = 0
    for row in world["demand"]:
        owner = keys[row["owner"]]
        for group, patients in row["patients"].items():
            if row["area"] in areas and (owner, group, row["area"]) not in there:
                made += _demand(owner, group, row["area"], patients, now)
    for row in world["cost"]:
        owner = keys[row["owner"]]
        for group, amount in row["amounts"].items():
            if (owner, group, "") not in there:
                made += _cost(owner, group, amount, now)
    return made


def _demand(owner: int, group: str, area: str, patients: int, now: dt.datetime) -> int:
    facts = potential.DemandFacts(
        **_named(group, now),
        area=area,
        patients=patients,
        first_month=now.date().replace(day=1),
        last_month=(now.date() + MONTHS).replace(day=1),
    )
    actor = system("demonstration's demand")
    potential.enter_demand(actor=actor, facts=facts, now=now, organisation_id=owner)
    return 1


def _cost(owner: int, group: str, amount: str, now: dt.datetime) -> int:
    facts = potential.CostFacts(**_named(group, now), amount=Decimal(amount))
    actor = system("demonstration's promotion")
    potential.enter_cost(actor=actor, facts=facts, now=now, organisation_id=owner)
    return 1


def _named(group: str, now: dt.datetime) -> dict[str, Any]:
    return {
        "country_group": group,
        "source": SOURCE,
        "as_of": now.date() - AGE,
        "demonstration": True,
    }
