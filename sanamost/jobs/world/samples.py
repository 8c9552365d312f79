"""The demonstration's sample cases: invented patients at every stage, so that no desk is empty.

Each is carried by the services to where it stands, in one transaction of its own: a run that was
broken off goes on where it ended, and a second run adds nothing.
"""

import datetime as dt
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from sanamost.foundation.access import selectors as access
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.events.clock import put_back
from sanamost.jobs.world import capacity
from sanamost.jobs.world.walk import Walk, Words
from sanamost.journey.checkups.services import Told
from sanamost.journey.requests.answers import Answers
from sanamost.journey.requests.states import DeclineReason, Outcome

SAMPLES = Path(__file__).parent / "samples.toml"
WAY = (
    "ask",
    "forward",
    "review",
    "propose",
    "accept",
    "agree",
    "pay",
    "travel",
    "admit",
    "register",
    "do_all",
    "discharge",
    "bill",
    "deregister",
    "settle",
    "follow_up",
    "close",
)
EARLY_ENDS = {
    "withdraw": ("ask", "forward", "review", "propose", "withdraw"),
    "decline": ("ask", "forward", "decline"),
}


def read() -> dict[str, Any]:
    """The samples' file."""
    return tomllib.loads(SAMPLES.read_text(encoding="utf-8"), parse_float=Decimal)


def load(now: dt.datetime) -> Iterator[str]:
    """Carry each sample that is not there yet to its stage; gives its patient's name afterwards.

    Every moment lies before `now` by as many days as the file says.
    """
    file = read()
    missing = [row for row in file["case"] if not _known(row)]
    if missing:
        first = now - dt.timedelta(days=float(max(row["asked"] for row in missing)))
        with acting_as(system("demonstration samples")):
            capacity.count_from(first, now)
    for row in missing:
        with transaction.atomic():
            _carry(row, file["pace"], now)
        yield row["answers"]["name_latin"]


def steps_of(row: dict[str, Any]) -> tuple[str, ...]:
    """What is done with a sample, in order."""
    last = row["to"]
    return EARLY_ENDS.get(last) or WAY[: WAY.index(last) + 1]


def _known(row: dict[str, Any]) -> bool:
    return access.user_by_email(row["answers"]["email"]) is not None


def _carry(row: dict[str, Any], pace: dict[str, int], now: dt.datetime) -> None:
    asked = now - dt.timedelta(days=float(row["asked"]))
    answers = row["answers"]
    walk = Walk(
        answers=Answers(**{**answers, "languages": tuple(answers["languages"])}),
        patient=answers["email"],
        now=asked,
        clinics=tuple(row.get("clinics", ())),
        partner=row.get("partner", ""),
        words=Words(**row.get("words", {})),
        services=tuple(row.get("services", ())),
        answers_link=row.get("answers_link", True),
    )
    for step in steps_of(row):
        walk.now = asked + dt.timedelta(days=pace.get(step, 0))
        with put_back(walk.now):
            _take(walk, step)
            if step == "ask" and "checkup" in row:
                walk.with_checkup(_told(row["checkup"]))


def _told(row: dict[str, Any]) -> Told:
    """What the patient told the check-up constructor."""
    answers = {code: frozenset(chosen) for code, chosen in row["answers"].items()}
    unwanted = frozenset(row.get("unwanted", ()))
    return Told(age=row["age"], sex=row["sex"], answers=answers, unwanted=unwanted)


def _take(walk: Walk, step: str) -> None:
    if step == "decline":
        reason = DeclineReason.RISK_TOO_HIGH
        walk.review(outcome=Outcome.DECLINE, decline_reason=reason)
    elif step in {"register", "deregister"}:
        walk.file_notices()
    elif step == "settle":
        walk.pay()
    else:
        getattr(walk, step)()
