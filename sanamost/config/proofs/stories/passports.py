"""A clinic fills passports of a service, on pages and from a workbook."""

import datetime as dt
import io
import secrets
from typing import Any

from openpyxl import Workbook

from sanamost.config.proofs.sending import File
from sanamost.config.proofs.stories.telling import Teller, story

OWN: dict[str, Any] = {"organisation__code": "demo-ortho", "state": "draft"}
FIRST = dt.date(2000, 1, 1)
"""From here on days are drawn, so that no story finds another's draft on its day."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@story
def a_clinic_fills_a_passport(tell: Teller) -> None:
    """Section by section, ages from the list, a workbook taken and one put aside; submitted."""
    ids = _begun(tell)
    staff: dict[str, Any] = {
        "speciality-0": "41",
        "planned-0": "2",
        "filled-0": "1",
        "40_49-0": "1",
    }
    tell.send("petrova", "clinic:passport_staff", ids=ids, **staff)
    machine: dict[str, Any] = {"kind-0": "ct", "units-0": "1", "year-0": "1999", "model-0": _word()}
    tell.send("petrova", "clinic:passport_machines", ids=ids, **machine)
    place: dict[str, Any] = {"kind-0": "hospital", "name-0": _word(), "beds-0": "9"}
    tell.send("petrova", "clinic:passport_places", ids=ids, **place)
    centre: dict[str, Any] = {"refers": "yes", "reference": _word()}
    tell.send("petrova", "clinic:passport_standards", ids=ids, **centre)
    tell.send("petrova", "clinic:passport_physicians", ids=ids)
    for decision in ("drop", "take"):
        tell.send("petrova", "clinic:passport_file", ids=ids, files=(_workbook(),))
        tell.send("petrova", "clinic:passport_brought", ids=ids, press=("decision", decision))
    at = f"/desk/passports/{ids['passport']}/"
    tell.send("petrova", "clinic:submit_passport", at=at, ids=ids)


@story
def a_clinic_puts_a_passport_aside(tell: Teller) -> None:
    """A draft that is not wanted after all."""
    ids = _begun(tell)
    at = f"/desk/passports/{ids['passport']}/"
    tell.send("petrova", "clinic:abandon_passport", at=at, ids=ids)


def _begun(tell: Teller) -> dict[str, str]:
    day = FIRST + dt.timedelta(days=secrets.randbelow(9_000))
    tell.send("petrova", "clinic:new_passport", area="oncology", as_of=day.isoformat())
    return {"passport": tell.newest("passport", **OWN)}


def _workbook() -> File:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["sanamost:places"], [], ["hospital", "", _word(), secrets.randbelow(99)]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return ("file", "passport.xlsx", out.getvalue(), XLSX)


def _word() -> str:
    return f"W{secrets.token_hex(6)}"
