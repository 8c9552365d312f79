"""Putting the invented world into the database; running twice changes nothing."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from sanamost.engines.periods import week_of
from sanamost.foundation.access import services as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.roles import Role
from sanamost.jobs.world import price_lists
from sanamost.registry.organisations import services as organisations
from sanamost.registry.partners import services as partners
from sanamost.registry.partners import transfers
from sanamost.registry.resources import services as resources

WORLD = Path(__file__).parent / "world.toml"


@dataclass(frozen=True)
class Persona:
    """One invented person as the sign-in list shows them."""

    code: str
    name: str
    email: str
    language: str
    organisation: str
    roles: tuple[Role, ...]
    story: dict[str, str]


def read() -> dict[str, Any]:
    """The world's file."""
    return tomllib.loads(WORLD.read_text(encoding="utf-8"))


def personas() -> list[Persona]:
    """Every invented person, in the file's order."""
    return [
        Persona(
            code=row["code"],
            name=row["name"],
            email=row["email"],
            language=row["language"],
            organisation=row.get("organisation", ""),
            roles=tuple(Role(role) for role in row.get("roles", [])),
            story=row["story"],
        )
        for row in read()["person"]
    ]


def load(now: dt.datetime, *, prices: bool = True) -> None:
    """Organisations, people, terms, weekly places and, unless left out, price lists."""
    world = read()
    with acting_as(system("demonstration world")):
        keys = {
            row["code"]: organisations.enter(**row, demonstration=True).pk
            for row in world["organisation"]
        }
        for person in personas():
            _enter(person, keys, now)
        for row in world["terms"]:
            partners.agree(
                partner_id=keys[row["partner"]],
                percent=Decimal(row["percent"]),
                cap_percent=Decimal(row["cap_percent"]),
                trigger=row["trigger"],
                disclosure=row["disclosure"],
                valid_from=row["valid_from"],
            )
        for row in world["transfer"]:
            transfers.enter(transfers.Entry(**row), now=now)
        for row in world["places"]:
            open_places(keys[row["clinic"]], row, now)
        for clinic in price_lists.CLINICS if prices else ():
            price_lists.load(clinic, keys[clinic])


def _enter(person: Persona, keys: dict[str, int], now: dt.datetime) -> None:
    user = access.account_for(email=person.email, name=person.name, language=person.language)
    if person.organisation:
        access.join(
            user_id=user.pk,
            organisation_id=keys[person.organisation],
            roles=person.roles,
            now=now,
            title=person.story,
        )


def open_places(clinic_id: int, row: dict[str, Any], now: dt.datetime) -> None:
    """The file's places of each area, for as many weeks as `row` says from the week of `now` on."""
    monday = week_of(now.date()).start
    for number in range(row["weeks"]):
        for area, places in row["areas"].items():
            resources.open_places(
                organisation_id=clinic_id,
                area=area,
                week=monday + dt.timedelta(weeks=number),
                places=places,
            )
