"""Physicians' papers that end: warnings 90, 30 and 7 days ahead, and a word when they have.

As for certificates of a clinic: called once a day, what was sent is remembered, days are of UTC.
"""

import datetime as dt

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import system
from sanamost.foundation.access.selectors import colleagues
from sanamost.foundation.messaging.services import tell
from sanamost.registry.organisations.expiry import AHEAD, warning_due
from sanamost.registry.organisations.policies import EDITORS
from sanamost.registry.practitioners import notices
from sanamost.registry.practitioners.models import Credential, Practitioner

TOLD_OF_THE_END = 0


def look_at_papers(*, now: dt.datetime) -> tuple[int, int]:
    """Warn clinics of documents and liability covers that end; how many end soon, how many did.

    Physicians who have left and documents taken back are passed over; so is a document after which
    the physician holds a later one. What ended before the first warning is not told of.
    """
    before = now.date() + dt.timedelta(days=AHEAD[0])
    with acting_as(system("physicians' papers that end")):
        told = [_look(row, now) for row in _documents(before)]
        told += [_look_at_cover(row, now) for row in _covers(before)]
    return told.count("soon"), told.count("ended")


def _documents(before: dt.date) -> list[Credential]:
    rows = Credential.objects.filter(
        valid_until__lte=before, withdrawn_at__isnull=True, practitioner__left_at__isnull=True
    ).exclude(warned_days=TOLD_OF_THE_END)
    rows = rows.select_related("practitioner").select_for_update(of=("self",))
    return list(rows.order_by("pk"))


def _covers(before: dt.date) -> list[Practitioner]:
    rows = Practitioner.objects.filter(insured_until__lte=before, left_at__isnull=True)
    return list(
        rows.exclude(insured_warned_days=TOLD_OF_THE_END).select_for_update().order_by("pk")
    )


def _look(row: Credential, now: dt.datetime) -> str:
    later = Credential.objects.filter(
        practitioner_id=row.practitioner_id,
        withdrawn_at__isnull=True,
        valid_until__gt=row.valid_until,
    )
    mark = _mark(row.valid_until, row.warned_days, now.date())
    if mark is None or later.exists():
        return ""
    row.warned_days = mark
    row.save(update_fields=["warned_days"])
    return _tell(row.practitioner, row.kind, row.valid_until, mark, now)


def _look_at_cover(row: Practitioner, now: dt.datetime) -> str:
    assert row.insured_until is not None  # noqa: S101 the query asked for it
    mark = _mark(row.insured_until, row.insured_warned_days, now.date())
    if mark is None:
        return ""
    row.insured_warned_days = mark
    row.save(update_fields=["insured_warned_days"])
    return _tell(row, notices.COVER, row.insured_until, mark, now)


def _mark(last_day: dt.date, warned: int | None, today: dt.date) -> int | None:
    if last_day < today:
        return TOLD_OF_THE_END if warned else None
    return warning_due(last_day, warned, today=today)


def _tell(row: Practitioner, document: str, day: dt.date, mark: int, now: dt.datetime) -> str:
    ended = mark == TOLD_OF_THE_END
    tell(
        user_ids=[user.pk for user in colleagues(row.organisation_id, *EDITORS)],
        kind=notices.ENDED if ended else notices.ENDS,
        now=now,
        organisation_id=row.organisation_id,
        link=f"/desk/practitioners/{row.public_id}/",
        parameters={"name": row.name_latin, "document": str(document), "day": day.isoformat()},
    )
    return "ended" if ended else "soon"
