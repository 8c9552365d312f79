"""Thousands of proposals that all want the same day of arrival."""

import datetime as dt
import time
from typing import Any

from django.apps import apps

from sanamost.engines.periods import week_of
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.roles import DataClass, GrantPurpose
from sanamost.foundation.access.selectors import user_by_email
from sanamost.jobs.world.load import load
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import selectors

CLINIC, AREA, STAY = "demo-ortho", "orthopaedics", 3
COORDINATOR, PHYSICIAN, FINANCE = (
    f"{name}@demo-ortho.example" for name in ("petrova", "orlova", "sidorov")
)


def day_wanted(now: dt.datetime) -> dt.date:
    """The Monday on which everybody wants to arrive."""
    return week_of(now.date()).start + dt.timedelta(weeks=8)


def prepare(*, count: int, places: int, now: dt.datetime) -> list[int]:
    """Cases that the clinic may see, approved proposals, so many places; the proposals' keys.

    Rows are made in bulk, past the services: what is proven is what happens to places.
    """
    load(now, prices=False)
    card = organisations.card_by_code(CLINIC)
    desk = organisations.card_by_code("intake-desk")
    assert card is not None  # noqa: S101 the world has just been loaded
    assert desk is not None  # noqa: S101 as above
    with acting_as(system("race")):
        keys = _proposals(card.pk, desk.pk, count, now)
    reopen(places, now)
    return keys


def _proposals(clinic_id: int, desk_id: int, count: int, now: dt.datetime) -> list[int]:
    cases = _cases(count, now)
    _grant(cases, clinic_id, now)
    referrals = _referrals(cases, clinic_id, desk_id, now)
    preparer = user_by_email(COORDINATOR)
    assert preparer is not None  # noqa: S101 the world has just been loaded
    proposals = _made(
        "proposals.Proposal",
        [
            {
                "case_id": r.case_id,
                "referral_id": r.pk,
                "state": "approved",
                "patient_group": "foreign",
                "area": AREA,
                "total": 1000,
                "deposit": 300,
                "arrives_on": day_wanted(now),
                "stay_days": STAY,
                "prepared_by_id": preparer.pk,
                "created_at": now,
            }
            | {"organisation_id": clinic_id}
            for r in referrals
        ],
    )
    return [row.pk for row in proposals]


def _cases(count: int, now: dt.datetime) -> list[Any]:
    people = _made(
        "patients.Patient",
        [
            {
                "name_latin": f"Race Patient {n}",
                "name_original": f"Race Patient {n}",
                "birth_date": dt.date(1980, 1, 1),
                "citizenship": "UZ",
                "residence_country": "UZ",
                "fingerprint": f"race-{n}",
            }
            for n in range(count)
        ],
    )
    return _made(
        "cases.Case",
        [
            {
                "number": f"SM-RACE-{n:06d}",
                "patient_id": one.pk,
                "origin": "direct",
                "area": AREA,
                "language": "en",
                "purpose_of_arrival": "treatment",
                "opened_at": now,
            }
            for n, one in enumerate(people)
        ],
    )


def _grant(cases: list[Any], clinic_id: int, now: dt.datetime) -> None:
    """The clinic sees every class of data of these cases."""
    _made(
        "access.Grant",
        [
            {
                "case_id": c.pk,
                "organisation_id": clinic_id,
                "data_class": kind,
                "purpose": GrantPurpose.TREATMENT,
                "given_at": now,
            }
            for c in cases
            for kind in DataClass
        ],
    )


def _referrals(cases: list[Any], clinic_id: int, desk_id: int, now: dt.datetime) -> list[Any]:
    common = {"organisation_id": clinic_id}
    requests = _made(
        "requests.Request",
        [
            {"case_id": c.pk, "desk_id": desk_id, "state": "forwarded", "submitted_at": now}
            for c in cases
        ],
    )
    return _made(
        "requests.Referral",
        [
            {"case_id": r.case_id, "request_id": r.pk, "state": "accepted", "sent_at": now} | common
            for r in requests
        ],
    )


def complete(keys: list[int], now: dt.datetime) -> list[str]:
    """Give these proposals what sending needs (plan, line, approvals); their public ids."""
    with acting_as(system("race")):
        rows = list(_model("proposals.Proposal")._default_manager.filter(pk__in=keys))
        owned = [
            {"case_id": r.case_id, "organisation_id": r.organisation_id, "proposal_id": r.pk}
            for r in rows
        ]
        text = {"en": "Treatment.", "ru": "Лечение."}
        _made("proposals.Plan", [one | {"language": "ru", "text": text} for one in owned])
        line = {
            "position": 1,
            "code": "RACE",
            "names": {"en": "Treatment", "ru": "Лечение"},
            "quantity": 1,
            "unit_price": 1000,
            "amount": 1000,
            "vat_class": "exempt",
        }
        _made("proposals.Line", [one | line for one in owned])
        for role, email in (("physician", PHYSICIAN), ("finance", FINANCE)):
            user = user_by_email(email)
            assert user is not None  # noqa: S101 the world has been loaded
            _made(
                "proposals.Approval",
                [one | {"role": role, "user_id": user.pk, "at": now} for one in owned],
            )
        return [row.public_id for row in rows]


def contract(keys: list[int], now: dt.datetime) -> None:
    """Give these proposals agreements, so that their places can be booked."""
    with acting_as(system("race")):
        rows = _model("proposals.Proposal")._default_manager.filter(pk__in=keys)
        _made(
            "agreements.Agreement",
            [
                {
                    "case_id": row.case_id,
                    "organisation_id": row.organisation_id,
                    "proposal_id": row.pk,
                    "total": row.total,
                    "deposit": row.deposit,
                    "created_at": now,
                }
                for row in rows
            ],
        )


def of_keys(keys: list[int]) -> list[Any]:
    """The proposals of the keys, in their order."""
    with acting_as(system("race")):
        rows = _model("proposals.Proposal")._default_manager.select_related("agreement")
        found = rows.in_bulk(keys)
    return [found[key] for key in keys]


def counted(now: dt.datetime) -> tuple[int, int]:
    """(kept and booked stays, what the days say: equal only where every resource agrees)."""
    with acting_as(system("race")):
        rows = _model("bookings.Hold")._default_manager.filter(state="active").count()
        rows += _model("bookings.Booking")._default_manager.filter(state="confirmed").count()
        said = {(row.held + row.booked) / amount for row, amount in _days(now)}
        return rows, int(said.pop()) if len(said) == 1 else -1


def reopen(places: int, now: dt.datetime) -> None:
    """Let so many of these stays fit on every resource and day; nothing of them may be taken."""
    with acting_as(system("race")):
        for row, amount in _days(now):
            row.supply = row.protected + places * amount
            row.save(update_fields=["supply"])


def _days(now: dt.datetime) -> list[tuple[Any, int]]:
    """The days of resources that one such stay uses, and how much of each."""
    needs = selectors.needs(_recipe(), arrives_on=day_wanted(now), stay_days=STAY)
    days = _model("resources.CapacityDay")._default_manager
    return [
        (days.get(resource_id=key, day=day), amount) for (key, day), amount in sorted(needs.items())
    ]


def _recipe() -> Any:
    clinic = organisations.card_by_code(CLINIC)
    assert clinic is not None  # noqa: S101 the world has been loaded
    return selectors.recipe_for(organisation_id=clinic.pk, area=AREA)


def grab_unsafely(proposal: Any, now: dt.datetime, pause: float) -> bool:
    """The mistake that the service does not make: look whether a place is free, then take it."""
    days = _days(now)
    if any(row.supply - row.protected - row.held - row.booked < amount for row, amount in days):
        return False
    time.sleep(pause)
    for row, amount in days:
        row.held += amount
        row.save(update_fields=["held"])
    _made(
        "bookings.Hold",
        [
            {
                "case_id": proposal.case_id,
                "organisation_id": proposal.organisation_id,
                "proposal_id": proposal.pk,
                "recipe_id": _recipe().pk,
                "arrives_on": day_wanted(now),
                "stay_days": STAY,
                "placed_at": now,
                "expires_at": now + dt.timedelta(days=1),
            }
        ],
    )
    return True


def _made(model: str, rows: list[dict[str, Any]]) -> list[Any]:
    kind = _model(model)
    return list(kind._default_manager.bulk_create([kind(**row) for row in rows], batch_size=2000))


def _model(name: str) -> Any:
    """A model by its name: a proof may make rows of any app."""
    return apps.get_model(name)
