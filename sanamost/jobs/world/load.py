"""Putting the invented world into the database; running twice changes nothing."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from sanamost.engines import passports
from sanamost.engines.periods import quarter_of
from sanamost.foundation.access import services as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.roles import Role
from sanamost.insight.potential.counting import count_potential
from sanamost.insight.potential.worths import count_worths
from sanamost.jobs.world import abroad, capacity, demand, price_lists, service_texts
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations_known
from sanamost.registry.organisations import services as organisations
from sanamost.registry.partners import services as partners
from sanamost.registry.partners import transfers
from sanamost.registry.practitioners import services as practitioners
from sanamost.registry.publishing import services as publishing
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


def load(now: dt.datetime, *, prices: bool = True, cards: bool = True) -> None:
    """Organisations, people, terms, capacity; unless left out, price lists and cards."""
    world = read()
    with acting_as(system("demonstration world")) as acting:
        keys = {
            row["code"]: organisations.enter(**row, demonstration=True).pk
            for row in world["organisation"]
        }
        for person in personas():
            _enter(person, keys, now)
        if cards:
            _fill_cards(world, keys, now)
            for row in world["portal"]:
                _open_portal(keys[row["organisation"]], row, now)
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
        capacity.load(keys, now)
        for clinic in price_lists.CLINICS if prices else ():
            price_lists.load(clinic, keys[clinic])
            service_texts.load(clinic, keys[clinic], now)
        if prices:
            abroad.load(world["reference_price"], actor=acting.actor, now=now)
            demand.load(keys, now)
            count_worths(now=now)
            count_potential(now=now)


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


def _fill_cards(world: dict[str, Any], keys: dict[str, int], now: dt.datetime) -> None:
    for row in world["site"]:
        _build(keys[row["clinic"]], row)
    for row in world["organisation"]:
        if row.get("licence"):
            _license(keys[row["code"]], row["licence"], now)
    for row in world["proof"]:
        _prove(keys[row["clinic"]], row, now)
    for row in world["passport"]:
        _fill_passport(keys[row["clinic"]], row, now)
    known = {speciality.code for speciality in catalogue.specialities("en")}
    for row in world["practitioner"]:
        if row["speciality"] in known:  # the reference data may be loaded later
            _employ(keys[row["clinic"]], row, now)


def _open_portal(region_id: int, row: dict[str, Any], now: dt.datetime) -> None:
    """A region's own portal; one that is there already stays as it is."""
    face = {name: value for name, value in row.items() if name != "organisation"}
    facts = publishing.PortalFacts(**face)
    publishing.enter_portal(organisation_id=region_id, facts=facts, now=now)


def _employ(clinic_id: int, row: dict[str, Any], now: dt.datetime) -> None:
    """A physician with one document; who is on the list already stays as they are."""
    document = practitioners.Document(
        kind="accreditation",
        number=row["number"],
        issuer=row["issuer"],
        valid_until=now.date() + dt.timedelta(days=row["ends_in"]),
    )
    facts = practitioners.Facts(
        name=row["name"],
        name_latin=row["name_latin"],
        speciality_id=row["speciality"],
        grade=row["grade"],
        degrees=tuple(row["degrees"]),
        languages=tuple(row["languages"]),
        age_band=row["age_band"],
        insurer=row["insurer"],
        insured_until=now.date() + dt.timedelta(days=row["insured_for"]),
        consented_on=now.date(),
        public=True,
    )
    practitioners.enter(organisation_id=clinic_id, facts=facts, documents=[document], now=now)


def _fill_passport(clinic_id: int, row: dict[str, Any], now: dt.datetime) -> None:
    """A submitted passport for the end of a past quarter; one that is there stays."""
    as_of = now.date()
    for _quarter in range(row["quarters_ago"]):
        as_of = quarter_of(as_of).start - dt.timedelta(days=1)
    resources.enter(
        organisation_id=clinic_id,
        area=row["area"],
        as_of=as_of,
        figures=passports.Figures(
            staff=tuple(passports.staff_line(**line) for line in row["staff"]),
            machines=tuple(passports.machine(**line) for line in row["machines"]),
            places=tuple(passports.place(**line) for line in row["places"]),
            reference=row.get("reference"),
            answers=row.get("answers", {}),
            population=row.get("population"),
        ),
        now=now,
    )


def _build(clinic_id: int, row: dict[str, Any]) -> None:
    """The site of this name in English, made or brought up to date."""
    same = (
        site.public_id
        for site in organisations_known.sites_of([clinic_id]).get(clinic_id, [])
        if site.names.get("en") == row["names"]["en"]
    )
    facts = organisations.SiteFacts(
        names=row["names"],
        addresses=row["addresses"],
        region=row["region"],
        city=row["city"],
        directions=row.get("directions", {}),
        latitude=Decimal(row["latitude"]),
        longitude=Decimal(row["longitude"]),
    )
    organisations.enter_site(organisation_id=clinic_id, facts=facts, public_id=next(same, ""))


def _prove(clinic_id: int, row: dict[str, Any], now: dt.datetime) -> None:
    """A certificate or attribute; one of the same kind and number stays as it is."""

    def day(name: str, sign: int) -> dt.date | None:
        return now.date() + sign * dt.timedelta(days=row[name]) if name in row else None

    organisations.enter_proof(
        organisation_id=clinic_id,
        facts=organisations.ProofFacts(
            kind=row["kind"],
            number=row.get("number", ""),
            issuer=row.get("issuer", ""),
            scope=row.get("scope", ""),
            issued_on=day("issued_ago", -1),
            valid_until=day("ends_in", 1),
        ),
        checked=row.get("checked", False),
        now=now,
    )


def _license(clinic_id: int, licence: dict[str, Any], now: dt.datetime) -> None:
    """The licence of the file as a row of its own, checked; it has no last day."""
    facts = organisations.ProofFacts(
        kind="licence-medical",
        number=licence["number"],
        issuer=licence["issuer"],
        issued_on=dt.date.fromisoformat(licence["issued_on"]),
        works=tuple(licence["works"]),
    )
    organisations.enter_proof(organisation_id=clinic_id, facts=facts, checked=True, now=now)
