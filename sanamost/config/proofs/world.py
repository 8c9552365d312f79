"""The world that is probed: whole cases of strangers to each other, full of canaries."""

import csv
import datetime as dt
import secrets
import time
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.test import Client
from django.utils import timezone

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.guarded import ClinicRow
from sanamost.jobs.world.load import load, personas
from sanamost.jobs.world.walk import Walk, persona
from sanamost.journey.requests.answers import Answers
from sanamost.registry.catalogue import services as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import services as resources
from sanamost.registry.resources.selectors import resources_of
from sanamost.web.acting import ORGANISATION
from sanamost.web.routing import KINDS

ORTHO = frozenset({"petrova", "orlova", "sidorov", "volkov", "egorova"})
HEART = frozenset({"belova", "saidov", "klimova", "gromov"})
DESK = frozenset({"sokolova"})
HOUSES = {"demo-ortho": ORTHO, "demo-heart": HEART}
COUNTING = frozenset({"lee", "ivanova"})
"""Regional and national coordinators: they see facts without names, tested on their own."""
CLINIC_ALONE = frozenset({"passport", "resource", "break", "recipe", "concession", "key"})
"""Kinds of a clinic's rows that nobody else sees: coordinators read sums made of them."""
REGION = "region-primorye"
"""The region's own rows (its portal) are its coordinator's and the national one's."""
ROOM = Decimal(200)
"""Units of every resource: more than there are cases, so that none is refused for want of one."""
LISTS = (
    *("areas.csv", "countries.csv", "currencies.csv", "languages.csv"),
    *("regions.csv", "specialities.csv"),
)


@dataclass(frozen=True)
class Probed:
    """One case of the probed world: its canary and everybody with any relation to it."""

    case_id: str
    canary: str
    related: frozenset[str]
    organisation: str
    """The public id of a clinic that the case is at, for addresses that name one beside it."""


@dataclass(frozen=True)
class Thing:
    """One object with a public id, of one case or of one clinic."""

    kind: str
    public_id: str
    case: Probed
    organisation: str
    """The clinic whose own row it is; empty for what is shared on the case."""


def furnish() -> None:
    """The demonstration world with the lists that its forms offer."""
    with acting_as(system("lists of the probed world")):
        for file in LISTS:
            with (catalogue.REFERENCE / file).open(encoding="utf-8", newline="") as stream:
                catalogue.load_file(file=file, rows=csv.DictReader(stream))
    load(timezone.now())
    with acting_as(system("room for every case of the proofs")):
        for code in ("demo-ortho", "demo-heart"):
            furnished(_card(code).pk)


def furnished(organisation_id: int, *, units: Decimal = ROOM) -> None:
    """Let every resource of the clinic have so many units."""
    rows = resources_of(organisation_id=organisation_id)
    resources.enter_capacity(
        actor=system("room for the proofs"),
        organisation_id=organisation_id,
        whole=resources.Whole(
            resources=[
                resources.ResourceFacts(
                    kind=row.kind,
                    name=row.name,
                    area=row.area,
                    units=units,
                    minutes_a_day=row.minutes_a_day,
                    gender=row.gender,
                    detail=row.detail,
                )
                for row in rows
            ]
        ),
        now=timezone.now(),
    )


def build() -> list[Probed]:
    """Three cases: Amina through Karim at one clinic, Zhang at the other, Fatima at both."""
    furnish()
    probed = [
        _whole(_answers("KARIMOVA", "UZ", "ru", "amina@example.org"), "amina", ("demo-ortho",),
               "silk-road-care", ORTHO | DESK | {"karim"}),
        _whole(_answers("ZHANG", "CN", "zh-hans", "zhang.wei@example.org"), "zhang-wei",
               ("demo-heart",), "", HEART | DESK),
        _choosing(_answers("ALSAYED", "AE", "ar", "fatima@example.org"), "fatima",
                  ("demo-ortho", "demo-heart"), ORTHO | HEART | DESK),
    ]  # fmt: skip
    _draft_passport("petrova", probed[0].canary)
    _draft_passport("belova", probed[1].canary)
    return probed


def _answers(surname: str, country: str, language: str, email: str) -> Answers:
    return Answers(
        name_latin=f"{surname} PROBED",
        birth_date=dt.date(1984, 3, 2),
        sex="female",
        citizenship=country,
        residence_country=country,
        passport_number="AA 1234567",
        address="1 Example Street",
        words="placeholder",
        area="orthopaedics",
        email=email,
        phone="+998 90 123 45 67",
        languages=("en",),
        language=language,
    )


def _marked(said: Answers, canary: str) -> Answers:
    return replace(
        said,
        name_latin=f"{said.name_latin.split()[0]} {canary.upper()}",
        words=f"My knee hurts. {canary}",
        address=f"1 Example Street, {canary}",
    )


def new_canary() -> str:
    """A word that stands nowhere else."""
    return "canary" + "".join(secrets.choice("bcdfghjklmnpqrstvwxz") for _ in range(12))


def _whole(
    said: Answers, patient: str, clinics: tuple[str, ...], partner: str, related: frozenset[str]
) -> Probed:
    canary = new_canary()
    walk = Walk(
        _marked(said, canary), patient, timezone.now(), clinics, partner=partner, mark=canary
    )
    walk.ask().forward().review().propose().accept().agree().pay().treat()
    return Probed(walk.case_id, canary, related | {patient}, clinic_of(clinics[0]))


def _choosing(
    said: Answers, patient: str, clinics: tuple[str, ...], related: frozenset[str]
) -> Probed:
    canary = new_canary()
    walk = Walk(_marked(said, canary), patient, timezone.now(), clinics, mark=canary)
    walk.ask().forward().review().propose()
    return Probed(walk.case_id, canary, related | {patient}, clinic_of(clinics[0]))


def _draft_passport(code: str, canary: str) -> None:
    """A passport of a service that nobody but the clinic knows of, with a canary in its words."""
    actor, now = persona(code), timezone.now()
    with acting_as(actor):
        row = resources.begin(actor=actor, area="oncology", as_of=now.date(), now=now)
        resources.fill(actor=actor, public_id=row.public_id, now=now, reference=canary)


def clinic_of(code: str) -> str:
    """The clinic's public id."""
    return str(_card(code).public_id)


def _card(code: str) -> Any:
    card = organisations.card_by_code(code)
    if card is None:
        raise LookupError(code)
    return card


def things(probed: list[Probed]) -> list[Thing]:
    """Every row of the cases, and of the clinics, with a public id that an address could name."""
    kinds = {prefix: kind for kind, prefix in KINDS.items()}
    by_case = {one.case_id: one for one in probed}
    found = []
    with acting_as(system("inventory of the probed world")):
        for model in apps.get_models():
            for row in _rows(model):
                kind = kinds.get(row.public_id.split("_")[0])
                case = by_case.get(row.case.public_id)
                if kind and case:
                    clinic = row.organisation.code if isinstance(row, ClinicRow) else ""
                    found.append(Thing(kind, row.public_id, case, clinic))
        found += clinics_own(kinds)
    return found + [Thing("case", one.case_id, one, "") for one in probed]


def clinics_own(kinds: dict[str, str]) -> list[Thing]:
    """What belongs to a clinic and to no case: its card, its physicians, its price lists.

    Coordinators of the registers see these rows too, but for `CLINIC_ALONE`; to everybody else
    they do not exist.
    """
    owners = {code: house | DESK | COUNTING | {"nikitin"} for code, house in HOUSES.items()}
    found = []
    for code, related in {**owners, REGION: COUNTING}.items():
        clinic = Probed("", new_canary(), related, clinic_of(code))
        alone = replace(clinic, related=HOUSES.get(code, COUNTING))
        for model in apps.get_models():
            found += [
                Thing(kind, row.public_id, alone if kind in CLINIC_ALONE else clinic, code)
                for row in _rows_of_clinic(model, code)
                if (kind := kinds.get(row.public_id.split("_")[0]))
            ]
    return found


def _rows(model: Any) -> Any:
    names = {field.name for field in model._meta.get_fields()}
    if not {"public_id", "case"} <= names or not model.__module__.startswith("sanamost."):
        return []
    rows = model._default_manager.filter(case__isnull=False).select_related("case")
    return rows.select_related("organisation") if issubclass(model, ClinicRow) else rows


def _rows_of_clinic(model: Any, code: str) -> Any:
    names = {field.name for field in model._meta.get_fields()}
    if not {"public_id", "organisation"} <= names or not model.__module__.startswith("sanamost."):
        return []
    rows = model._default_manager.filter(organisation__code=code)
    return rows.filter(case__isnull=True) if "case" in names else rows


def foreign_to(code: str, thing: Thing) -> bool:
    """Whether the persona has no business with the thing: not of the case, or a rival's own row."""
    if code not in thing.case.related:
        return True
    rival = {"demo-ortho": HEART, "demo-heart": ORTHO}.get(thing.organisation, frozenset())
    return code in rival


def client_of(code: str) -> Client:
    """A browser in which somebody has just signed in with a second factor; "" for a visitor.

    By a persona's code or by an address of e-mail.
    """
    client = Client(raise_request_exception=False)
    if not code:
        return client
    email = code if "@" in code else next(p for p in personas() if p.code == code).email
    user = access.user_by_email(email)
    if user is None:
        raise LookupError(code)
    client.force_login(user)
    standing = next(iter(access.standings_of(user.pk)), None)
    session = client.session
    session[ORGANISATION] = standing.public_id if standing else ""
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
    session.save()
    return client
