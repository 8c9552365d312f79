"""A clinic makes a key for its information system, which enters capacity, and withdraws it."""

import datetime as dt
import secrets
from typing import Any

from django.utils import timezone

from sanamost.config.proofs.programs import key_of
from sanamost.config.proofs.stories.telling import Teller, story

OWN: dict[str, Any] = {"organisation__code": "demo-ortho"}
AT = "/desk/capacity/keys/"


@story
def a_clinic_makes_a_key(tell: Teller) -> None:
    """One that may read days, withdrawn again."""
    last = timezone.localdate() + dt.timedelta(days=30 + secrets.randbelow(300))
    said: dict[str, Any] = {"name": _word(), "rights": ["days:read"]}
    tell.send("petrova", "clinic:new_key", expires_on=last.isoformat(), **said)
    ids = {"key": tell.newest("key", **OWN)}
    tell.send("petrova", "clinic:withdraw_key", at=f"{AT}{ids['key']}/", ids=ids)


@story
def a_program_enters_capacity(tell: Teller) -> None:
    """Resources, a time of less, months of the state task, its protection, a recipe."""
    token = key_of("petrova")
    tell.call(token, "api-v1:put_resources", [{"resources": [_room(n)]} for n in (2, 3)])
    used = tell.newest("resource", **OWN, retired_at__isnull=True)
    days = [_ahead(30 + number) for number in _two(300)]
    pauses = [{"breaks": [{"first_on": day, "last_on": day, "reason": "repair"}]} for day in days]
    tell.call(token, "api-v1:put_breaks", pauses, ids={"resource": used})
    tell.call(token, "api-v1:put_plans", [{"plans": [_plan(n)]} for n in _two(40)])
    levels = [{"level_percent": 80 + n / 10, "reason": _word()} for n in _two(190)]
    tell.call(token, "api-v1:put_protection", levels)
    tell.call(token, "api-v1:put_recipes", [{"recipes": [_recipe(used, n)]} for n in _two(900)])


def _room(units: int) -> dict[str, Any]:
    return {"kind": "room", "name": _word(), "units": units, "minutes_a_day": 480}


def _plan(planned: int) -> dict[str, Any]:
    month = timezone.localdate().isoformat()[:7]
    # A month that stands there already: a source planned in one month alone would close the others.
    said = {"area": "orthopaedics", "source": "oms", "month": month}
    return {**said, "planned": planned, "stay_days": 5}


def _recipe(resource: str, amount: int) -> dict[str, Any]:
    uses = [{"resource": resource, "amount": amount}]
    return {"area": "oncology", "stay_days": 2, "uses": uses}


def _two(most: int) -> tuple[int, int]:
    """Two different numbers from 1 on."""
    first = 1 + secrets.randbelow(most)
    return first, first + 1


def _ahead(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


def _word() -> str:
    return f"W{secrets.token_hex(6)}"
