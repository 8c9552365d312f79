"""What stands in the extract and in the act of services."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sanamost.foundation.access.actor import Actor
from sanamost.journey.travel import papers as travel_papers
from sanamost.journey.treatment.extracts import Extract
from sanamost.journey.treatment.models import Episode
from sanamost.journey.treatment.progress import Item
from sanamost.registry.organisations import selectors as organisations

FOLLOW_UP_DAYS = (7, 30, 90)
PHYSICIAN = {"en": "Physician", "ru": "Лечащий врач", "zh": "主治医师", "ar": "الطبيب المعالج"}
FLY = {
    "en": "Fit to fly: yes.",
    "ru": "Перелёт разрешён.",
    "zh": "可乘飞机旅行。",
    "ar": "السفر بالطائرة مسموح.",
}
NO_FLY = {
    "en": "Not fit to fly until the next examination.",
    "ru": "Перелёт не разрешён до следующего осмотра.",
    "zh": "下次检查前不宜乘飞机。",
    "ar": "السفر بالطائرة غير مسموح حتى الفحص التالي.",
}
CONTACT = {
    "en": "Sanamost asks how you are",
    "ru": "Sanamost спросит о вашем самочувствии",
    "zh": "Sanamost 将询问您的身体状况",
    "ar": "يسألكم Sanamost عن حالتكم",
}


def extract(
    episode: Episode,
    case: Any,
    patient: Any,
    written: Extract,
    *,
    actor: Actor,
    language: str,
    number: str,
    now: dt.datetime,
) -> dict[str, Any]:
    """The extract's content: Russian, and the patient's language where it is another."""
    zone = _zone(episode)
    left = now.astimezone(zone).date()
    both = _both(written, language)
    advice = both("recommendations")
    flying = FLY if written.fit_to_fly else NO_FLY
    payload: dict[str, Any] = {
        **_word(episode, case, patient, written, actor, number, now, both),
        "admitted_on": episode.admitted_at.astimezone(zone).date(),
        "discharged_on": left,
        "treatment": both("summary"),
        "state": both("condition"),
        "recommendations": {code: f"{text}\n\n{flying[code]}" for code, text in advice.items()},
        "follow_up": [
            {"on": left + dt.timedelta(days=days), "what": CONTACT} for days in FOLLOW_UP_DAYS
        ],
    }
    return payload


def opinion(
    episode: Episode,
    case: Any,
    patient: Any,
    written: Extract,
    *,
    actor: Actor,
    language: str,
    number: str,
    now: dt.datetime,
) -> dict[str, Any]:
    """The opinion given from afar: what was read, what the doctor thinks, what to do next."""
    both = _both(written, language)
    return {
        **_word(episode, case, patient, written, actor, number, now, both),
        "reviewed": both("summary"),
        "opinion": both("condition"),
        "recommendations": both("recommendations"),
    }


def _both(written: Extract, language: str) -> Callable[[str], dict[str, str]]:
    """A part of what was written by language: Russian, and the patient's own where there is one."""

    def both(name: str) -> dict[str, str]:
        texts = {"ru": getattr(written, name).strip()}
        own = getattr(written, f"own_{name}").strip()
        return texts | ({language: own} if own else {})

    return both


def _word(
    episode: Episode,
    case: Any,
    patient: Any,
    written: Extract,
    actor: Actor,
    number: str,
    now: dt.datetime,
    both: Callable[[str], dict[str, str]],
) -> dict[str, Any]:
    """What every physician's paper says: of whom, the diagnosis, who wrote and translated it."""
    payload: dict[str, Any] = {
        **travel_papers.head(case, episode.organisation_id, number, now),
        "patient": travel_papers.person(patient),
        "diagnosis": {"main": {"text": both("diagnosis")}},
        "doctor": {"name": actor.name, "post": PHYSICIAN},
    }
    if written.diagnosis_code.strip():
        payload["diagnosis"]["main"]["code"] = written.diagnosis_code.strip()
    if written.translated_by.strip():
        on = now.astimezone(_zone(episode)).date()
        payload["translation"] = {"by": written.translated_by.strip(), "on": on}
    return payload


def act(
    episode: Episode, case: Any, patient: Any, items: list[Item], number: str, now: dt.datetime
) -> dict[str, Any]:
    """What was given, at the agreed prices; names no illness."""
    zone = _zone(episode)
    agreement = episode.agreement
    given = [item for item in items if item.done > 0]
    concluded = agreement.in_force_at or agreement.created_at
    payload = {
        **travel_papers.head(case, episode.organisation_id, number, now),
        "patient": travel_papers.person(patient),
        "contract": {
            "number": agreement.number or case.number,
            "issued_on": concluded.astimezone(zone).date(),
        },
        "starts_on": episode.admitted_at.astimezone(zone).date(),
        "ends_on": now.astimezone(zone).date(),
        "lines": [_line(item) for item in given],
        "total": _money(sum((item.done_amount for item in given), Decimal(0)), agreement.currency),
    }
    if patient.representative_name:
        payload["representative"] = {"name": patient.representative_name}
    return payload


def _line(item: Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "nomenclature": item.nomenclature_code,
        "name": organisations.in_paper(item.names),
        "quantity": f"{item.done.normalize():f}",
        "price": f"{item.unit_price:.2f}",
        "sum": f"{item.done_amount:.2f}",
        "vat": item.vat_class if item.vat_class == "exempt" else f"{item.vat_rate.normalize():f}",
    }


def _money(amount: Decimal, currency: str) -> dict[str, str]:
    return {"amount": f"{amount:.2f}", "currency": currency}


def _zone(episode: Episode) -> ZoneInfo:
    return ZoneInfo(organisations.timing_of(episode.organisation_id).time_zone)
