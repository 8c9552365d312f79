"""A clinic's capacity brought as a workbook: read, looked at, then entered whole or not at all."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.engines.capacity import workbooks as engine
from sanamost.engines.price_lists import UnreadableFile
from sanamost.engines.price_lists.grids import Row
from sanamost.engines.price_lists.plain_rows import read_rows
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.files.tables import check_table, rows_of
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources.models import (
    CapacityFile,
    MonthPlan,
    Protection,
    Recipe,
    Resource,
)
from sanamost.registry.resources.policies import require_keeper
from sanamost.registry.resources.services.entering import (
    BreakFacts,
    Named,
    RecipeLine,
    Whole,
    enter_capacity,
)
from sanamost.registry.resources.services.supply import PlanFacts, ResourceFacts
from sanamost.registry.resources.states import BedGender, BreakReason, FinanceSource, ResourceKind

MOST_BYTES = 2 * 1024 * 1024
ROW_REASONS: Mapping[str, str | Promise] = {
    "fault": _("A cell shows an error or a formula without a result."),
    "area": _("The area is not known. Take its name from the template."),
    "kind": _("The kind of resource is not known. Take it from the template."),
    "name": _("The resource has no name."),
    "too_long": _("A text has more than 120 letters."),
    "units": _("Say how many there are: more than 0, at most 99,999."),
    "minutes": _("Minutes of a day: 1 to 1,440; beds have none."),
    "downtime": _("Downtime lies between 0 and 99 percent."),
    "weekdays": _("Working days are digits, 1 is Monday: 12345."),
    "gender": _("It is not known who may lie in the beds. Take the word from the template."),
    "site": _("The site is not on the clinic's card."),
    "day": _("A day is missing or cannot be read."),
    "last_day": _("A day is missing or cannot be read."),
    "period_reversed": _("The last day lies before the first."),
    "left": _("What is left lies between 0 and 99 percent."),
    "reason": _("The reason is not known. Take the word from the template."),
    "source": _("The source of finance is not known. Take the word from the template."),
    "month": _("The month cannot be read. Write it like 2026-12."),
    "cases": _("Cases are whole numbers."),
    "done": _("Cases are whole numbers."),
    "done_until": _("Say until which day of the month what is done was counted."),
    "stay": _("The stay cannot be read: days, above 0."),
    "use_day": _("The day lies outside of the stay and the 30 days after it."),
    "amount": _("The amount cannot be read: a number above 0."),
    "spread": _("The spread cannot be read: a number, 0 or more."),
    "twice": _("The same stands in a row above."),
    "stay_differs": _("Rows of one treatment name different stays."),
    "service": _("There is no such service among those that the clinic offers now: take its code."),
    "urgent": _("Enter how many of a hundred come as emergencies: 0 to 100."),
    "level": _("The level lies between 50 and 99.9 per cent, with one decimal."),
    "level_reason": _("The level of protection has a reason, in at most 1,000 letters."),
    "unknown_resource": _("There is no such resource, neither on the list nor in the file."),
}
"""Why a row is refused."""
ROW_DOUBTS: Mapping[str, str | Promise] = {
    "much_more": _("More than twice what stands there now."),
    "much_less": _("Less than half of what stands there now."),
    "month_over": _("The month is over."),
    "done_ahead": _("What is done is counted until a day that is still to come."),
    "level_lower": _("Less is kept for domestic patients than now."),
    "fewer_urgent": _("Fewer emergencies than now: more planned stays may begin."),
    "no_recipe": _("Nobody has said what these patients use: everything will be kept."),
}
"""What looks odd about a row that is taken."""


class CapacityNotRead(Refusal):
    """The file is no workbook of capacity."""

    code = "capacity_file_unreadable"
    message = _("This is not a workbook of capacity. Download the template and fill it in.")
    field = "file"


class RowsRefused(Refusal):
    """All rows or none."""

    code = "capacity_rows_refused"
    message = _(
        "Some rows are refused, so nothing is entered. Correct the file and bring it again."
    )

    def __init__(self, brought: engine.Brought) -> None:
        super().__init__()
        self.brought = brought


class OtherFile(Refusal):
    """What would be entered is not what was looked at."""

    code = "capacity_file_changed"
    message = _("Another file has been brought, or this one was decided on. Look at it again.")


class ListChanged(Refusal):
    """What the file names has gone since it was read."""

    code = "capacity_list_changed"
    message = _("The list of resources has changed since the file was read. Bring it again.")


def bring_capacity(
    *, actor: Actor, file: BinaryIO, name: str, words: engine.Words, now: dt.datetime
) -> CapacityFile:
    """Read a workbook and keep its rows to be looked at, in place of one that waited.

    Nothing is entered yet. The file is read by a process that can only compute. Raises
    `FileRefused`, `CapacityNotRead`.
    """
    organisation_id = require_keeper(actor)
    check_table(file, name=name, most_bytes=MOST_BYTES)
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    try:
        with rows_of(file) as lines:
            sheets, _delimited = read_rows(lines)
            brought = engine.read_capacity(sheets, words, _held(organisation_id), today=now.date())
    except UnreadableFile as fault:
        raise CapacityNotRead from fault
    row, _made = CapacityFile.objects.update_or_create(
        organisation_id=organisation_id,
        defaults={
            "name": name[-200:],
            "sha256": digest,
            "content": engine.written(brought),
            "brought_by_id": actor.user_id,
            "brought_at": now,
        },
    )
    record(
        action="resources.capacity.brought",
        subject=digest[:16],
        details={"sha256": digest, "rows": len(brought.lines)},
        now=now,
    )
    return row


def take_capacity(*, actor: Actor, sha256: str, now: dt.datetime) -> None:
    """Enter everything that the waiting file says; `sha256` names the file that was looked at.

    Raises `OtherFile`, `RowsRefused`, `ListChanged`, and what `enter_capacity` raises.
    """
    row = _waiting(actor, sha256)
    _enter(actor, engine.read(row.content), now)
    row.delete()


def enter_rows(
    *,
    actor: Actor,
    rows: Mapping[str, list[Row]],
    now: dt.datetime,
    emptied: Sequence[Named] = (),
) -> engine.Brought:
    """Judge rows as a workbook's are judged and enter them at once; what became of each.

    Codes name themselves, sites go by their public ids. `emptied` names resources of which every
    time of less is replaced, though the rows may name none. Raises `RowsRefused`, which carries
    the rows, and what `enter_capacity` raises.
    """
    organisation_id = require_keeper(actor)
    words = _codes(organisation_id)
    brought = engine.judge_rows(rows, words, _held(organisation_id), today=now.date())
    _enter(actor, brought, now, emptied)
    return brought


def _enter(
    actor: Actor, brought: engine.Brought, now: dt.datetime, emptied: Sequence[Named] = ()
) -> None:
    if any(line.refused for line in brought.lines):
        raise RowsRefused(brought)
    organisation_id = require_keeper(actor)
    whole = dataclasses.replace(_whole(brought), emptied=emptied)
    try:
        enter_capacity(actor=actor, organisation_id=organisation_id, whole=whole, now=now)
    except NotVisible as gone:
        raise ListChanged from gone


def drop_capacity(*, actor: Actor, sha256: str, now: dt.datetime) -> None:
    """Put the file aside; nothing has changed. Raises `OtherFile`."""
    _waiting(actor, sha256).delete()
    record(action="resources.capacity.file_dropped", subject=sha256[:16], now=now)


def _waiting(actor: Actor, sha256: str) -> CapacityFile:
    organisation_id = require_keeper(actor)
    rows = CapacityFile.objects.select_for_update().filter(organisation_id=organisation_id)
    row = rows.first()
    if row is None or row.sha256 != sha256:
        raise OtherFile
    return row


def _held(organisation_id: int) -> engine.Held:
    """What the clinic has entered, in the workbook's terms."""
    of_clinic = {"organisation_id": organisation_id}
    resources = Resource.objects.filter(**of_clinic, retired_at__isnull=True)
    usual = Recipe.objects.filter(**of_clinic, service__isnull=True, replaced_at__isnull=True)
    return engine.Held(
        resources={
            (row.area, row.kind, row.name): _resource_values(row)
            for row in resources.select_related("site")
        },
        plans={
            (row.area, row.source, row.month.isoformat()): _plan_values(row)
            for row in MonthPlan.objects.filter(**of_clinic)
        },
        recipes=frozenset(usual.values_list("area", flat=True)),
        protection=_protection_values(organisation_id),
    )


def _codes(organisation_id: int) -> engine.Words:
    """What programs call areas, kinds and sites: codes alone."""
    sites = organisations.sites_of([organisation_id]).get(organisation_id, [])
    return engine.Words(
        areas={area.code.casefold(): area.code for area in catalogue.areas("en")},
        kinds={value: value for value in ResourceKind.values},
        genders={value: value for value in BedGender.values},
        sources={value: value for value in FinanceSource.values},
        reasons={value: value for value in BreakReason.values},
        sites={site.public_id.casefold(): site.public_id for site in sites},
    )


def _protection_values(organisation_id: int) -> dict[str, dict[str, str]]:
    row = Protection.objects.filter(organisation_id=organisation_id).first()
    if row is None:
        return {}
    level = {"percent": engine.plain(row.level * 100), "reason": row.reason}
    parts = {
        area: {"percent": str(part), "reason": ""} for area, part in row.urgent_percent.items()
    }
    return {"": level, **parts}


def _resource_values(row: Resource) -> dict[str, str]:
    return {
        "units": engine.plain(row.units),
        "minutes_a_day": str(row.minutes_a_day or ""),
        "downtime_percent": engine.plain(row.downtime_percent),
        "weekdays": str(row.weekdays),
        "gender": row.gender,
        "detail": row.detail,
        "site": row.site.public_id if row.site else "",
    }


def _plan_values(row: MonthPlan) -> dict[str, str]:
    until = row.done_before - dt.timedelta(days=1) if row.done_before else None
    return {
        "planned": str(row.planned),
        "done": str(row.done),
        "done_until": until.isoformat() if until else "",
        "stay_days": engine.plain(row.stay_days),
    }


def _whole(brought: engine.Brought) -> Whole:
    kept = {line.values["area"]: line.values for line in brought.taken(engine.PROTECTION)}
    level = kept.pop("", None)
    return Whole(
        resources=[_resource(line.values) for line in brought.taken(engine.RESOURCES)],
        breaks=[_break(line.values) for line in brought.taken(engine.BREAKS)],
        plans=[_plan(line.values) for line in brought.taken(engine.PLANS)],
        recipes=[
            _use(line.values)
            for section in (engine.RECIPES, engine.SERVICES)
            for line in brought.taken(section)
        ],
        level=Decimal(level["percent"]) / 100 if level else None,
        level_reason=level["reason"] if level else "",
        urgent={area: int(said["percent"]) for area, said in kept.items()} if kept else None,
    )


def _resource(said: dict[str, str]) -> ResourceFacts:
    return ResourceFacts(
        kind=said["kind"],
        name=said["name"],
        units=Decimal(said["units"]),
        minutes_a_day=int(said["minutes_a_day"]) if said["minutes_a_day"] else None,
        downtime_percent=Decimal(said["downtime_percent"]),
        weekdays=int(said["weekdays"]),
        area=said["area"],
        site=said["site"],
        gender=said["gender"],
        detail=said["detail"],
    )


def _break(said: dict[str, str]) -> BreakFacts:
    return BreakFacts(
        resource=(said["area"], said["kind"], said["name"]),
        first_on=dt.date.fromisoformat(said["first_on"]),
        last_on=dt.date.fromisoformat(said["last_on"]),
        left_percent=int(said["left_percent"]),
        reason=said["reason"],
    )


def _plan(said: dict[str, str]) -> PlanFacts:
    until = dt.date.fromisoformat(said["done_until"]) if said["done_until"] else None
    return PlanFacts(
        area=said["area"],
        month=dt.date.fromisoformat(said["month"]),
        source=said["source"],
        planned=int(said["planned"]),
        stay_days=Decimal(said["stay_days"]),
        done=int(said["done"]),
        done_before=until + dt.timedelta(days=1) if until else None,
    )


def _use(said: dict[str, Any]) -> RecipeLine:
    return RecipeLine(
        area=said["area"],
        service=said.get("service", ""),
        stay_days=int(said["stay_days"]),
        resource=(said["of_area"], said["kind"], said["name"]),
        amount=Decimal(said["amount"]),
        day=int(said["day"]),
        spread=Decimal(said["spread"]),
    )
