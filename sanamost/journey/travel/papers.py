"""What stands in the papers for the way: invitation sheet, welcome pack, arrival notice."""

import datetime as dt
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sanamost.foundation.access.actor import Actor
from sanamost.journey.travel.models import AuthorityNotice, TravelPlan, WorkOrder
from sanamost.journey.travel.states import WorkKind
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations

TEXTS = Path(__file__).parent / "welcome.toml"
LANGUAGES = {"en": "en", "ru": "ru", "zh": "zh-hans", "ar": "ar"}
EARLIER = dt.timedelta(days=2)  # the invitation covers delays on both sides of the stay
LATER = dt.timedelta(days=14)


@functools.cache
def texts() -> dict[str, Any]:
    """The fixed texts, by name and language."""
    return tomllib.loads(TEXTS.read_text(encoding="utf-8"))


def country(code: str) -> dict[str, str]:
    """A country's name as papers key it; its code where the catalogue is not loaded."""
    named = {
        short: next((c.name for c in catalogue.countries(long) if c.code == code), code)
        for short, long in LANGUAGES.items()
    }
    return named if code else {}


def head(case: Any, organisation_id: int, number: str, now: dt.datetime) -> dict[str, Any]:
    """Number, day, case and issuer, as every paper begins; the day is the clinic's."""
    card = organisations.card(organisation_id)
    return {
        "number": number,
        "issued_on": now.astimezone(ZoneInfo(card.time_zone)).date(),
        "case_number": case.number,
        "issuer": organisations.issuer_of(card),
    }


def person(patient: Any) -> dict[str, Any]:
    """The patient as papers name them; what is not known is left out."""
    block: dict[str, Any] = {
        "name": patient.name_latin.upper(),
        "name_native": patient.name_original,
        "born_on": patient.birth_date,
        "sex": patient.sex,
        "citizenship": country(patient.citizenship),
        "residence": country(patient.residence_country),
        "address": patient.address,
        "phone": patient.phone,
        "email": patient.email,
    }
    if patient.passport_number:
        block["document"] = {"kind": texts()["passport"], "number": patient.passport_number}
        if patient.passport_valid_until:
            block["document"]["valid_until"] = patient.passport_valid_until
    return {name: value for name, value in block.items() if value}


def invitation(
    plan: TravelPlan,
    case: Any,
    patient: Any,
    *,
    actor: Actor,
    consulate: str,
    entries: str,
    number: str,
    now: dt.datetime,
) -> dict[str, Any]:
    """The data for the invitation; days with a margin on both sides of the booking."""
    said = texts()
    begin = head(case, plan.organisation_id, number, now)
    companions = [
        {
            "name": one["name"].upper(),
            "relation": one["relation"],
            "document": {"kind": said["passport"], "number": one["passport_number"]},
        }
        for one in plan.companions
        if one["passport_number"]
    ]
    payload: dict[str, Any] = {
        **begin,
        "patient": person(patient),
        "trip": {
            "purpose": said["purpose"],
            "visa": said["visa"],
            "entries": said[entries],
            "starts_on": plan.booking.arrives_on - EARLIER,
            "ends_on": plan.booking.leaves_on + LATER,
            "consulate": consulate,
        },
        "stay_address": begin["issuer"]["address"],
        "contact": {"name": actor.name, "phone": begin["issuer"].get("phone", "")},
        "attachments": said["attachments"],
    }
    if plan.booking.agreement.number:
        payload["basis"] = _before(said["contract"], plan.booking.agreement.number)
    return payload | ({"companions": companions} if companions else {})


def welcome(
    plan: TravelPlan,
    case: Any,
    patient: Any,
    works: list[WorkOrder],
    *,
    actor: Actor,
    number: str,
    now: dt.datetime,
) -> dict[str, Any]:
    """Who meets, what to bring, how to get there, day by day. Nothing of the illness."""
    said = texts()
    card = organisations.card(plan.organisation_id)
    payload: dict[str, Any] = {
        **head(case, plan.organisation_id, number, now),
        "patient": {k: v for k, v in person(patient).items() if k in {"name", "name_native"}},
        "starts_on": plan.booking.arrives_on,
        "ends_on": plan.booking.leaves_on,
        "coordinator": {
            "name": actor.name,
            "phone": card.phone,
            "speaks": [code[:2] for code in card.languages if code[:2] in LANGUAGES],
        },
        "bring": said["bring"],
        "border": said["border_visa" if plan.needs_visa else "border_free"],
        "good_to_know": said["good_to_know"],
        "numbers": [{"name": said["reception"], "phone": card.phone}],
        "days": _days(plan),
    }
    if card.directions:
        payload["route"] = organisations.in_paper(card.directions)
    if plan.companions:
        names = ", ".join(one["name"] for one in plan.companions)
        payload["companion"] = _before(said["with_you"], names)
    if meeting := _meeting(plan, works, card):
        payload["meeting"] = meeting
    stay = next((w for w in works if w.kind == WorkKind.STAY and w.assigned_to), None)
    return payload | ({"stay": stay.assigned_to} if stay else {})


def _meeting(plan: TravelPlan, works: list[WorkOrder], card: Any) -> dict[str, Any]:
    if not plan.arrival_at:
        return {}
    ride = next((w for w in works if w.kind == WorkKind.TRANSFER and w.assigned_to), None)
    who = plan.met_by or (ride.assigned_to if ride else "")
    meeting: dict[str, Any] = {
        "at": plan.arrival_at.astimezone(ZoneInfo(card.time_zone)),
        "where": ", ".join(part for part in (plan.arrival_place, plan.carrier) if part),
    }
    if who:
        meeting |= {"who": who, "sign": texts()["sign"]}
    if plan.met_by_phone:
        meeting["phone"] = plan.met_by_phone
    return {name: value for name, value in meeting.items() if value}


def _days(plan: TravelPlan) -> list[dict[str, Any]]:
    said = texts()
    first, last = plan.booking.arrives_on, plan.booking.leaves_on
    days = [(first, said["first_day"])]
    if (last - first).days > 1:
        days.append((first + dt.timedelta(days=1), said["second_day"]))
    days.append((last, said["last_day"]))
    return [{"on": on, "items": [{"what": what} for what in items]} for on, items in days]


@dataclass(frozen=True)
class Names:
    """Surname and given names apart, as in the passport."""

    surname: str
    given: str


def arrival_notice(
    notice: AuthorityNotice,
    plan: TravelPlan,
    case: Any,
    patient: Any,
    *,
    names: Names,
    number: str,
    now: dt.datetime,
) -> dict[str, Any]:
    """The data that the official form of the arrival notice wants, as far as they are known."""
    return {
        **_notice(notice, plan, case, patient, names=names, number=number, now=now),
        "purpose": texts()["other_purpose"],
        "arrived_on": plan.entered_on,
        "stay_until": plan.stay_until or plan.booking.leaves_on,
    }


def departure_notice(
    notice: AuthorityNotice,
    plan: TravelPlan,
    case: Any,
    patient: Any,
    *,
    names: Names,
    number: str,
    left_on: dt.date,
    registered_as: str,
    now: dt.datetime,
) -> dict[str, Any]:
    """The data of the departure notice; `registered_as` is the arrival notice's number."""
    known = {"arrived_on": plan.entered_on, "registered_as": registered_as}
    return {
        **_notice(notice, plan, case, patient, names=names, number=number, now=now),
        "left_on": left_on,
        **{name: value for name, value in known.items() if value},
    }


def _notice(
    notice: AuthorityNotice,
    plan: TravelPlan,
    case: Any,
    patient: Any,
    *,
    names: Names,
    number: str,
    now: dt.datetime,
) -> dict[str, Any]:
    """What both notices say: who, on what document, where, with whom."""
    said = texts()
    begin = head(case, plan.organisation_id, number, now)
    issuer = begin.pop("issuer")
    about = person(patient)
    zone = ZoneInfo(organisations.card(plan.organisation_id).time_zone)
    payload: dict[str, Any] = {
        **begin,
        "issuer": issuer,
        "file_by": notice.due_at.astimezone(zone).date(),
        "person": {
            "surname": names.surname.strip(),
            "given_names": names.given.strip(),
            "citizenship": about.get("citizenship"),
            "born_on": patient.birth_date,
            "sex": patient.sex,
            "document": dict(about.get("document", {})),
        },
        "stay_address": {"street": issuer["address"], "phone": issuer.get("phone", "")},
        "host": {
            "name": issuer["legal_name"],
            "inn": issuer.get("inn", ""),
            "address": issuer["address"],
            "phone": issuer.get("phone", ""),
        },
    }
    if plan.entry_document and plan.entry_number:
        payload["entry_right"] = {
            "kind": said["documents"][plan.entry_document],
            "number": plan.entry_number,
        }
    return payload


def _before(words: dict[str, str], what: str) -> dict[str, str]:
    return {language: f"{said}{what}" for language, said in words.items()}


def short(language: str) -> str:
    """The key of `texts` for a reader's language; English where there is none."""
    return next((key for key in LANGUAGES if language.startswith(key)), "en")
