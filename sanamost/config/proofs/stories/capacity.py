"""A clinic enters what it has and owes, on pages and from a workbook, and concedes some of it."""

import datetime as dt
import io
import secrets
from typing import Any

from django.utils import timezone
from openpyxl import Workbook

from sanamost.config.proofs.sending import File
from sanamost.config.proofs.stories.passports import XLSX
from sanamost.config.proofs.stories.telling import Teller, story

OWN: dict[str, Any] = {"organisation__code": "demo-ortho"}
AT = "/desk/capacity"


@story
def a_clinic_keeps_its_resources(tell: Teller) -> None:
    """One added, changed, stopped for a while and going on, then retired."""
    at = f"{AT}/resources/new/?kind=room"
    tell.send("petrova", "clinic:new_resource", at=at, name=_word(), units="2", minutes_a_day="480")
    ids = {"resource": tell.newest("resource", **OWN)}
    tell.send("petrova", "clinic:change_resource", ids=ids, units=str(2 + secrets.randbelow(90)))
    first = _ahead(30 + secrets.randbelow(300))
    days: dict[str, Any] = {"first_on": first.isoformat(), "last_on": first.isoformat()}
    tell.send("petrova", "clinic:add_break", ids=ids, **days, left_percent="50")
    page = f"{AT}/resources/{ids['resource']}/"
    pause = {"pause": tell.newest("break", **OWN)}
    tell.send("petrova", "clinic:remove_break", at=page, ids=pause)
    tell.send("petrova", "clinic:retire_resource", at=page, ids=ids)


@story
def a_clinic_says_what_the_state_asks(tell: Teller) -> None:
    """Figures of a month, and how surely they are kept."""
    planned: dict[str, Any] = {
        f"planned-0-{timezone.localdate().month}": str(1 + secrets.randbelow(40))
    }
    tell.send("petrova", "clinic:state_task", **planned)
    percent = f"{80 + secrets.randbelow(19)}.{secrets.randbelow(9)}"
    tell.send("petrova", "clinic:protection", percent=percent, reason=f"Known days. {_word()}")


@story
def a_clinic_says_what_a_treatment_uses(tell: Teller) -> None:
    """A recipe of an area, taken out of force again."""
    used = tell.newest("resource", **OWN, retired_at__isnull=True)
    uses: dict[str, Any] = {
        "resource-0": used,
        "day-0": "0",
        "amount-0": str(1 + secrets.randbelow(900)),
    }
    at = f"{AT}/recipes/write/?area=oncology"
    tell.send("petrova", "clinic:write_recipe", at=at, stay_days="2", **uses)
    ids = {"recipe": tell.newest("recipe", **OWN)}
    page = f"{AT}/recipes/{ids['recipe']}/"
    tell.send("petrova", "clinic:drop_recipe", at=page, ids=ids)


@story
def a_clinic_brings_its_capacity(tell: Teller) -> None:
    """A workbook put aside, and one entered."""
    for decision in ("drop", "take"):
        tell.send("petrova", "clinic:capacity_file", files=(_workbook(),))
        tell.send("petrova", "clinic:capacity_brought", press=("decision", decision))


@story
def a_clinic_concedes(tell: Teller) -> None:
    """Asked by one, granted or refused by another."""
    used = tell.newest("resource", **OWN, retired_at__isnull=True)
    for decision in ("refuse", "grant"):
        day = _ahead(30 + secrets.randbelow(300)).isoformat()
        asked: dict[str, Any] = {"resource": used, "first_on": day, "last_on": day, "amount": "1"}
        reason = f"The patient's operation cannot be moved. {_word()}"
        tell.send("petrova", "clinic:ask_concession", **asked, reason=reason)
        ids = {"concession": tell.newest("concession", **OWN)}
        press = ("decision", decision)
        tell.send("orlova", "clinic:decide_concession", ids=ids, press=press)


def _ahead(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def _workbook() -> File:
    book = Workbook()
    sheet = book.worksheets[0]
    row = ["", "room", _word(), 1 + secrets.randbelow(90), 480]
    for cells in (["sanamost:resources"], ["Area"], row):
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return ("file", "capacity.xlsx", out.getvalue(), XLSX)


def _word() -> str:
    return f"W{secrets.token_hex(6)}"
