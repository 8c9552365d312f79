"""One episode as the register keeps it: read anew from what the journey and billing hold."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from sanamost.commerce.billing import selectors as billing
from sanamost.engines.money import Money
from sanamost.engines.periods import day_of
from sanamost.foundation.access.actor import Actor
from sanamost.insight.register.equivalents import by_rate_of, equivalent
from sanamost.journey.treatment import selectors as treatment
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.patients import selectors as patients

EQUIVALENTS = {"roubles": "RUB", "dollars": "USD"}


def person_key(fingerprint: str) -> str:
    """A keyed hash of the person's fingerprint: one person has one key, a key has no name."""
    told = f"counted person|{fingerprint}".encode()
    return hmac.new(str(settings.SECRET_KEY).encode(), told, hashlib.sha256).hexdigest()


Movement = dict[str, Any]


def facts_of(
    actor: Actor, episode: Any, *, kept: Sequence[Movement] = (), fill: bool = True
) -> dict[str, Any]:
    """Every column of the episode's row in the register; `actor` must be the system.

    A function of what is stored, so counting twice gives the same. A movement that was `kept`
    before stays at the rate that was named then, reckoned anew from it; one that had no rate is
    given one if there is one now, unless `fill` is off. Visits are the
    distinct days with services, at least one; accrued is what was done; received is what was paid
    less what went back, both in the contract's currency.
    """
    case, card = episode.case, organisations.card(episode.organisation_id)
    patient = patients.patient_of(actor, patient_id=case.patient_id, case_id=case.pk)
    zone = ZoneInfo(card.time_zone)
    done = [row for row in treatment.records_of(actor, episode) if row.voided_at is None]
    movements = [_valued(one, kept, fill=fill) for one in _movements(actor, episode, zone)]
    ended = episode.discharged_at
    return {
        "case_id": case.pk,
        "organisation_id": card.pk,
        "person_key": person_key(patient.fingerprint),
        "region": card.region,
        "partner_sent": case.partner_id is not None,
        "citizenship": patient.citizenship,
        "residence_country": patient.residence_country,
        "residency_basis": patient.residency_basis,
        "purpose_of_arrival": case.purpose_of_arrival,
        "payer": case.payer,
        "kind": case.kind,
        "area": case.area,
        "started_on": day_of(episode.admitted_at, zone),
        "ended_on": day_of(ended, zone) if ended else None,
        "visits": max(1, len({row.done_on for row in done})),
        "services": len(done),
        "currency": episode.agreement.currency,
        "accrued": sum((row.amount for row in done), Decimal(0)),
        "received": sum((Decimal(one["amount"]) for one in movements), Decimal(0)),
        "movements": movements,
    }


def _movements(actor: Actor, episode: Any, zone: ZoneInfo) -> list[Movement]:
    """The agreement's payments and paid refunds, which stand with its first episode."""
    if treatment.first_episode_of(episode.agreement_id) != episode.pk:
        return []
    payments = billing.payments_of(actor, episode.case_id)
    agreement_of = {row.pk: row.invoice.agreement_id for row in payments}
    came = [
        _movement("payment", row.amount, row.currency, row.received_on)
        for row in payments
        if agreement_of[row.pk] == episode.agreement_id
    ]
    went = [
        _movement("refund", -row.amount, row.currency, day_of(row.paid_at, zone))
        for row in billing.refunds_of(actor, episode.case_id)
        if row.paid_at and agreement_of.get(row.payment_id) == episode.agreement_id
    ]
    return came + went


def _movement(kind: str, amount: Decimal, currency: str, on: dt.date) -> Movement:
    return {"kind": kind, "on": on.isoformat(), "amount": str(amount), "currency": currency}


def _valued(moved: Movement, kept: Sequence[Movement], *, fill: bool) -> Movement:
    """The movement with its equivalents: by the rate kept with it, else by today's knowledge."""
    before = next((one for one in kept if moved.items() <= one.items()), None)
    money = Money(Decimal(moved["amount"]), moved["currency"])
    valued = dict(moved)
    for name, wanted in EQUIVALENTS.items():
        rate = before.get(f"{name}_rate") if before else None
        if rate:
            day = dt.date.fromisoformat(rate["day"])
            found = by_rate_of(rate["source"], day, money, wanted)
        elif before and not fill and before[name] is None:
            found = None
        else:
            found = equivalent(money, wanted, dt.date.fromisoformat(moved["on"]))
        valued[name] = str(found.money.amount) if found else None
        if found and found.source:
            valued[f"{name}_rate"] = {"source": found.source, "day": found.day.isoformat()}
    return valued
