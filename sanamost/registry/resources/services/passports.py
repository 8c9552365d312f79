"""A clinic fills a passport of a service and submits it; from then on it stays as it is."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sanamost.engines import passports as engine
from sanamost.engines.passports import Brought, Figures, Malformed
from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.events.transitions import MoveNotAllowed, transition
from sanamost.foundation.languages.errors import Refusal
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations.policies import require_editor
from sanamost.registry.resources.models import Passport
from sanamost.registry.resources.selectors.passports import brought_of, figures_of
from sanamost.registry.resources.states import PassportState

T = TypeVar("T")

REASONS: Mapping[str, str | Promise] = {
    "not_a_number": _("One of the numbers is not a number, or too large."),
    "more_filled_than_planned": _("More posts are filled than planned."),
    "speciality_twice": _("A speciality stands in two rows. Add them up in one."),
    "speciality_missing": _("A row has numbers but no speciality."),
    "kind_missing": _("A row does not say what kind it is."),
    "name_missing": _("A place has no name."),
    "units_missing": _("Say how many units there are."),
    "year_missing": _("Say in which year it was made."),
    "year_ahead": _("A year of manufacture lies after the date of the passport."),
    "too_many_lines": _("There are too many rows."),
    "band_unknown": _("An age group is not known."),
    "unknown_code": _("The code or name is not known."),
    "not_yes_or_no": _("The answer is neither yes nor no."),
    "fault": _("A cell shows an error or a formula without a result."),
    "not_a_passport": _("The figures cannot be read."),
}
"""Why a row or a passport is not taken, by the engine's code."""


class FiguresRefused(Refusal):
    """The figures contradict each other or are none."""

    code = "passport_figures_refused"


class DraftThere(Refusal):
    """One draft for a profile and a date."""

    code = "passport_draft_there"
    message = _("There is a draft for this profile and date already. Open it from the list.")
    field = "as_of"


class DateAhead(Refusal):
    """Figures stand for a day that has come."""

    code = "passport_date_ahead"
    message = _("The date lies in the future.")
    field = "as_of"


class ProfileUnknown(Refusal):
    """No such profile."""

    code = "passport_area_unknown"
    message = _("Choose a profile from the list.")
    field = "area"


class NothingFilled(Refusal):
    """An empty passport says nothing."""

    code = "passport_nothing_filled"
    message = _("Fill at least one section before you submit.")


class NothingBrought(Refusal):
    """There is no file that waits."""

    code = "passport_nothing_brought"
    message = _("No file waits to be looked at. Bring it again.")


def typed(make: Callable[..., T], rows: Iterable[tuple[int, Mapping[str, Any]]]) -> tuple[T, ...]:
    """What the engine's `make` makes of rows typed in, each with its number on the page.

    Raises `FiguresRefused`, which names the row.
    """
    made = []
    for number, row in rows:
        try:
            made.append(make(**row))
        except Malformed as wrong:
            raise FiguresRefused(
                _("Row %(row)s: %(reason)s"),
                code=wrong.code,
                row=number,
                reason=REASONS[wrong.code],
            ) from wrong
    return tuple(made)


def begin(*, actor: Actor, area: str, as_of: dt.date, now: dt.datetime) -> Passport:
    """A draft for the profile and date, with the figures of the newest one submitted before.

    Raises `ProfileUnknown`, `DateAhead`, `DraftThere`.
    """
    organisation_id = require_editor(actor)
    if area not in {known.code for known in catalogue.areas("en")}:
        raise ProfileUnknown
    if as_of > now.date():
        raise DateAhead
    before = (
        Passport.objects.visible_to(actor)
        .filter(
            organisation_id=organisation_id,
            area=area,
            state=PassportState.SUBMITTED,
            as_of__lte=as_of,
        )
        .order_by("-as_of", "-submitted_at", "-pk")
        .first()
    )
    try:
        with transaction.atomic():
            row = Passport.objects.create(
                organisation_id=organisation_id,
                area=area,
                as_of=as_of,
                content=before.content if before else engine.written(Figures()),
                begun_by_id=actor.user_id,
                begun_at=now,
            )
    except IntegrityError as there:
        raise DraftThere from there
    record(action="resources.passport.begun", subject=row.public_id, now=now)
    return row


def fill(*, actor: Actor, public_id: str, now: dt.datetime, **sections: Any) -> Passport:
    """Replace the named fields of `Figures` in a draft; the others stay.

    Raises `FiguresRefused`, `MoveNotAllowed` once it is no draft, `NotVisible`.
    """
    row = _draft(actor, public_id)
    whole = dataclasses.replace(figures_of(row), **sections)
    row.content = engine.written(_checked(whole, row.as_of))
    row.save(update_fields=["content"])
    record(
        action="resources.passport.filled",
        subject=public_id,
        details={"sections": sorted(sections)},
        now=now,
    )
    return row


def bring(*, actor: Actor, public_id: str, brought: Brought, now: dt.datetime) -> Passport:
    """Lay what a file holds beside the draft, to be looked at; the draft does not change yet."""
    row = _draft(actor, public_id)
    row.brought = {
        "figures": engine.written(_checked(brought.figures, row.as_of)),
        "sections": brought.sections,
        "rows": brought.rows,
        "taken": brought.taken,
        "doubts": [dataclasses.asdict(doubt) for doubt in brought.doubts],
    }
    row.save(update_fields=["brought"])
    record(
        action="resources.passport.brought",
        subject=public_id,
        details={"rows": brought.rows, "taken": brought.taken},
        now=now,
    )
    return row


def take_brought(*, actor: Actor, public_id: str, now: dt.datetime) -> Passport:
    """Put the file's sections in place of the draft's; raises `NothingBrought`."""
    row = _draft(actor, public_id)
    found = brought_of(row)
    if found is None or row.brought is None:
        raise NothingBrought
    sections = row.brought["sections"]
    changes: dict[str, Any] = {
        name: getattr(found, name) for name in ("staff", "machines", "places") if name in sections
    }
    if "standards" in sections:
        changes |= {name: getattr(found, name) for name in ("reference", "answers", "population")}
    whole = dataclasses.replace(figures_of(row), **changes)
    row.content = engine.written(_checked(whole, row.as_of))
    row.brought = None
    row.save(update_fields=["content", "brought"])
    record(
        action="resources.passport.filled",
        subject=public_id,
        details={"sections": sorted(sections), "from": "file"},
        now=now,
    )
    return row


def drop_brought(*, actor: Actor, public_id: str, now: dt.datetime) -> Passport:
    """Put the file aside; the draft stays as it was. Raises `NothingBrought`."""
    row = _draft(actor, public_id)
    if row.brought is None:
        raise NothingBrought
    row.brought = None
    row.save(update_fields=["brought"])
    record(action="resources.passport.file_dropped", subject=public_id, now=now)
    return row


def submit(*, actor: Actor, public_id: str, now: dt.datetime) -> Passport:
    """From now on it counts and stays as it is; raises `NothingFilled`, `MoveNotAllowed`."""
    row = _draft(actor, public_id)
    _submit(row, now=now, user_id=actor.user_id)
    return row


def abandon(*, actor: Actor, public_id: str, now: dt.datetime) -> Passport:
    """Put a draft aside; raises `MoveNotAllowed` for a submitted one."""
    row = _draft(actor, public_id)
    transition(
        row,
        PassportState.ABANDONED,
        action="resources.passport.abandoned",
        now=now,
        brought=None,
    )
    return row


def enter(
    *, organisation_id: int, area: str, as_of: dt.date, figures: Figures, now: dt.datetime
) -> Passport:
    """The operator's own entry, as the system: submitted at once; one that is there stays."""
    live = Passport.objects.filter(
        organisation_id=organisation_id, area=area, as_of=as_of, state=PassportState.SUBMITTED
    ).first()
    if live is not None:
        return live
    row = Passport.objects.create(
        organisation_id=organisation_id,
        area=area,
        as_of=as_of,
        content=engine.written(_checked(figures, as_of)),
        begun_at=now,
    )
    _submit(row, now=now, user_id=None)
    return row


def _submit(row: Passport, *, now: dt.datetime, user_id: int | None) -> None:
    figures = figures_of(row)
    if figures == Figures():
        raise NothingFilled
    digest = hashlib.sha256(engine.canonical(figures).encode()).hexdigest()
    transition(
        row,
        PassportState.SUBMITTED,
        action="resources.passport.submitted",
        now=now,
        details={"area": row.area, "as_of": row.as_of.isoformat(), "sha256": digest},
        sha256=digest,
        brought=None,
        submitted_by_id=user_id,
        submitted_at=now,
    )


def _checked(figures: Figures, as_of: dt.date) -> Figures:
    try:
        return engine.checked(figures, year=as_of.year)
    except Malformed as wrong:
        raise FiguresRefused(REASONS[wrong.code], code=wrong.code) from wrong


def _draft(actor: Actor, public_id: str) -> Passport:
    organisation_id = require_editor(actor)
    rows = Passport.objects.select_for_update(of=("self",)).filter(organisation_id=organisation_id)
    row: Passport = rows.access(actor, public_id)
    if row.state != PassportState.DRAFT:
        raise MoveNotAllowed
    return row
