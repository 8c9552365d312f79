"""How long the patient may legally be in the country, held against the plan of treatment."""

import datetime as dt
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanamost.journey.travel.models import TravelPlan
from sanamost.journey.travel.states import EntryDocument

RULES = Path(__file__).parent / "entry.toml"
LIVES_HERE = {EntryDocument.RESIDENCE_PERMIT, EntryDocument.TEMPORARY_PERMIT}
ASK_BEFORE = dt.timedelta(days=14)  # an extension is asked for well before the last day


@functools.cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(RULES.read_text(encoding="utf-8"))


def visa_free_days(citizenship: str) -> int | None:
    """How many days a citizen may stay without a visa; None where one is needed."""
    days = _rules()["days"].get(citizenship)
    return None if days is None else int(days)


def owes_notice(citizenship: str) -> bool:
    """Whether the host must tell the authorities of such a guest (109-FZ: foreign citizens)."""
    return citizenship not in _rules()["no_notice"]


@dataclass(frozen=True)
class StayWatch:
    """The last legal day as far as known, and whether treatment outlasts it."""

    until: dt.date | None
    assumed: bool
    """Reckoned from the day of arrival and the visa-free days, not read from a document."""
    leaves_on: dt.date
    extension_needed: bool
    ask_by: dt.date | None
    """The day by which the extension should be asked for (a request of the clinic and a medical
    conclusion go with it)."""


def watch(plan: TravelPlan, patient: Any) -> StayWatch:
    """The patient's legal stay against the booked days.

    A document's own last day counts first; then visa-free days from the day of entry, of arrival,
    or of the booking. A visa that is not there yet says nothing.
    """
    leaves_on = plan.booking.leaves_on
    if plan.entry_document in LIVES_HERE or not owes_notice(patient.citizenship):
        return StayWatch(
            until=None, assumed=False, leaves_on=leaves_on, extension_needed=False, ask_by=None
        )
    until = plan.stay_until or (patient.stay_until if not plan.entered_on else None)
    assumed = until is None
    days = visa_free_days(patient.citizenship)
    if until is None and days is not None and not plan.needs_visa:
        until = first_day(plan) + dt.timedelta(days=days - 1)
    late = until is not None and until < leaves_on
    return StayWatch(
        until,
        assumed and until is not None,
        leaves_on,
        late,
        until - ASK_BEFORE if late and until else None,
    )


def first_day(plan: TravelPlan) -> dt.date:
    """The day of entry, else of arrival, else of the booking."""
    if plan.entered_on:
        return plan.entered_on
    return plan.arrival_at.date() if plan.arrival_at else plan.booking.arrives_on


def needs_visa(patient: Any, purpose_of_arrival: str) -> bool:
    """Whether the patient must be invited; who is already here, or lives here, need not be."""
    if purpose_of_arrival in {"already_here", "emergency", "remote"}:
        return False
    if patient.stay_document in {"temporary_permit", "residence_permit", "visa"}:
        return False
    return owes_notice(patient.citizenship) and visa_free_days(patient.citizenship) is None
