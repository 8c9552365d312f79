"""Passports of services: filled section by section or from a workbook, submitted, compared."""

import datetime as dt
import io
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.engines import passports as engine
from sanamost.engines.passports import Figures
from sanamost.engines.price_lists import UnreadableFile
from sanamost.foundation.access import policies
from sanamost.foundation.events.transitions import MoveNotAllowed
from sanamost.foundation.languages.errors import Refusal
from sanamost.insight.readiness.rulebook import edition_on, questions, standards_on, text_in
from sanamost.insight.readiness.selectors import assess
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.policies import EDITORS
from sanamost.registry.practitioners import selectors as practitioners
from sanamost.registry.resources import selectors, services
from sanamost.registry.resources.states import PassportState
from sanamost.web.acting import Request
from sanamost.web.clinic.forms.passports import (
    MORE,
    FileForm,
    NewPassportForm,
    RowsForm,
    StandardsForm,
    last_quarter,
    machines_form,
    places_form,
    staff_form,
    staff_row,
)
from sanamost.web.clinic.passport_sheets import template_of, words_of_codes
from sanamost.web.components import passports as shown
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.states import meaning_of
from sanamost.web.components.wording import day_words, reader_language
from sanamost.web.routing import acts, form_of, route

KEEPERS = policies.care_staff(*EDITORS)
MOST_BYTES = 1024 * 1024
AT = "passports/<passport:passport>/"


class WorkbookNotRead(Refusal):
    """The file is no passport that can be read."""

    code = "passport_workbook_unreadable"
    message = _("This is not a workbook of a passport. Download the template and fill it in.")
    field = "file"


@route("clinic", "passports", "passports/", KEEPERS)
def passports(request: Request) -> HttpResponse:
    """Every profile with its passports by date."""
    names = shown.area_names()
    groups: dict[str, list[Any]] = {}
    for row in selectors.own_passports(request.actor):
        groups.setdefault(names.get(row.area, row.area), []).append((row, meaning_of(row.state)))
    return _show(request, "list", {"groups": sorted(groups.items())})


@route("clinic", "new_passport", "passports/new/", KEEPERS, writes=True)
def new_passport(request: Request) -> HttpResponse:
    """A draft for a profile and a date, with the figures of the one before."""
    today = timezone.localdate()
    form = form_of(
        request,
        NewPassportForm,
        areas=_areas(request),
        initial={
            "area": request.GET.get("area", ""),
            "as_of": _day(request.GET.get("as_of", "")) or last_quarter(today),
        },
    )
    if acts(request) and form.is_valid():
        row = services.begin(actor=request.actor, **form.cleaned_data, now=timezone.now())
        return redirect("clinic:passport", row.public_id)
    title = _("New passport")
    return _show(request, "form", {"form": form, "title": title, "crumbs": _crumbs()})


@route("clinic", "passport", AT, KEEPERS)
def passport(request: Request, passport: str) -> HttpResponse:
    """One passport whole, with what standards and risks make of it."""
    row = selectors.access_passport(request.actor, passport)
    figures = selectors.figures_of(row)
    before = selectors.newest_before(request.actor, row)
    earlier = engine.counts(selectors.figures_of(before)) if before else None
    assessed = assess(figures, area=row.area, on=row.as_of)
    context = {
        **_head(row),
        **_shown(figures),
        "counts": shown.counts_shown(engine.counts(figures), earlier),
        "before": before,
        "standards": shown.standards_shown(assessed),
        "risks": shown.risk_rows(assessed.findings.risks, assessed.book),
        "book": assessed.book,
        "crumbs": _crumbs(),
        "told": str(getattr(request.refusal, "text", "")),
    }
    return _show(request, "passport", context)


@route("clinic", "passport_staff", f"{AT}staff/", KEEPERS, writes=True)
def passport_staff(request: Request, passport: str) -> HttpResponse:
    """Staff by speciality: posts, and people by age band."""
    row = _draft(request, passport)
    form = form_of(request, staff_form, figures=selectors.figures_of(row))
    if acts(request) and form.is_valid():
        rows = ((number, staff_row(**typed)) for number, typed in form.typed())
        lines = services.typed(engine.staff_line, rows)
        return _filled(request, row, "passport_staff", staff=lines)
    return _table(request, row, form, _("Staff"))


@route("clinic", "passport_machines", f"{AT}equipment/", KEEPERS, writes=True)
def passport_machines(request: Request, passport: str) -> HttpResponse:
    """Equipment by kind, year and load."""
    row = _draft(request, passport)
    form = form_of(request, machines_form, figures=selectors.figures_of(row), area=row.area)
    if acts(request) and form.is_valid():
        lines = services.typed(engine.machine, form.typed())
        return _filled(request, row, "passport_machines", machines=lines)
    return _table(request, row, form, _("Equipment"))


@route("clinic", "passport_places", f"{AT}places/", KEEPERS, writes=True)
def passport_places(request: Request, passport: str) -> HttpResponse:
    """Beds by site, and out-patient centres."""
    row = _draft(request, passport)
    form = form_of(request, places_form, figures=selectors.figures_of(row))
    if acts(request) and form.is_valid():
        lines = services.typed(engine.place, form.typed())
        return _filled(request, row, "passport_places", places=lines)
    return _table(request, row, form, _("Places of care"))


@route("clinic", "passport_standards", f"{AT}standards/", KEEPERS, writes=True)
def passport_standards(request: Request, passport: str) -> HttpResponse:
    """The reference centre, the people served, and the standard's own questions."""
    row = _draft(request, passport)
    language = reader_language()
    asked = questions(standards_on(row.as_of, row.area))
    form = form_of(
        request,
        StandardsForm,
        figures=selectors.figures_of(row),
        questions=[(need, text_in(need.names, language)) for need in asked],
    )
    if acts(request) and form.is_valid():
        return _filled(request, row, "passport_standards", **form.sections())
    context = {**_head(row), "form": form, "title": _("Standards"), "crumbs": _crumbs(row)}
    return _show(request, "form", context)


@route("clinic", "passport_physicians", f"{AT}physicians/", KEEPERS, writes=True)
def passport_physicians(request: Request, passport: str) -> HttpResponse:
    """Ages counted from the list of physicians, beside the draft; POST takes them over."""
    row = _draft(request, passport)
    proposed = _proposed(selectors.figures_of(row), practitioners.ages(request.actor))
    if acts(request):
        services.fill(
            actor=request.actor, public_id=passport, now=timezone.now(), staff=proposed.staff
        )
        messages.success(request, _("The ages are taken over. Look at the posts."))
        return redirect("clinic:passport_staff", passport)
    context = {**_head(row), **_shown(proposed), "crumbs": _crumbs(row)}
    return _show(request, "physicians", context)


@route("clinic", "passport_template", f"{AT}template/", KEEPERS)
def passport_template(request: Request, passport: str) -> HttpResponse:
    """The workbook to fill in, with what the passport says already."""
    row = selectors.access_passport(request.actor, passport)
    return template_of(selectors.figures_of(row), area=row.area, as_of=row.as_of)


@route("clinic", "passport_file", f"{AT}file/", KEEPERS, writes=True)
def passport_file(request: Request, passport: str) -> HttpResponse:
    """Bring a workbook; the draft does not change before it was looked at."""
    row = _draft(request, passport)
    form = form_of(request, FileForm)
    if acts(request) and form.is_valid():
        services.bring(
            actor=request.actor,
            public_id=passport,
            brought=_opened(form.cleaned_data["file"], row),
            now=timezone.now(),
        )
        return redirect("clinic:passport_brought", passport)
    return _show(request, "file", {**_head(row), "form": form, "crumbs": _crumbs(row)})


@route("clinic", "passport_brought", f"{AT}file/look/", KEEPERS, writes=True)
def passport_brought(request: Request, passport: str) -> HttpResponse:
    """What the file holds, row by row refused or taken; POST takes it over or puts it aside."""
    row = _draft(request, passport)
    if acts(request):
        take = request.POST.get("decision") == "take"
        do = services.take_brought if take else services.drop_brought
        do(actor=request.actor, public_id=passport, now=timezone.now())
        messages.success(
            request, _("The file's figures are in the draft.") if take else _("File put aside.")
        )
        return redirect("clinic:passport", passport)
    brought = selectors.brought_of(row)
    if brought is None or row.brought is None:
        return redirect("clinic:passport_file", passport)
    context = {
        **_head(row),
        **_shown(brought),
        "brought": row.brought,
        "sections": row.brought["sections"],
        "doubts": [
            (doubt, _section_words()[doubt["section"]], services.REASONS[doubt["code"]])
            for doubt in row.brought["doubts"]
        ],
        "crumbs": _crumbs(row),
        "told": str(getattr(request.refusal, "text", "")),
    }
    return _show(request, "brought", context)


@route("clinic", "submit_passport", f"{AT}submit/", KEEPERS, writes=True)
def submit_passport(request: Request, passport: str) -> HttpResponse:
    """POST: from now on it counts and stays as it is."""
    selectors.access_passport(request.actor, passport)
    if acts(request):
        services.submit(actor=request.actor, public_id=passport, now=timezone.now())
        messages.success(request, _("The passport is submitted and counts from now on."))
    return redirect("clinic:passport", passport)


@route("clinic", "abandon_passport", f"{AT}abandon/", KEEPERS, writes=True)
def abandon_passport(request: Request, passport: str) -> HttpResponse:
    """POST: put a draft aside."""
    selectors.access_passport(request.actor, passport)
    if acts(request):
        services.abandon(actor=request.actor, public_id=passport, now=timezone.now())
        messages.success(request, _("The draft is put aside."))
        return redirect("clinic:passports")
    return redirect("clinic:passport", passport)


def _draft(request: Request, passport: str) -> Any:
    """The passport while it can be changed; a submitted one refuses."""
    row = selectors.access_passport(request.actor, passport)
    if row.state != PassportState.DRAFT and acts(request):
        raise MoveNotAllowed
    return row


def _filled(request: Request, row: Any, page: str, **sections: Any) -> HttpResponse:
    services.fill(actor=request.actor, public_id=row.public_id, now=timezone.now(), **sections)
    messages.success(request, _("Saved."))
    more = MORE in request.POST
    return redirect(f"clinic:{page}" if more else "clinic:passport", row.public_id)


def _table(request: Request, row: Any, form: RowsForm, title: str) -> HttpResponse:
    context = {**_head(row), "form": form, "title": title, "more": MORE, "crumbs": _crumbs(row)}
    return _show(request, "rows", context)


def _opened(sent: Any, row: Any) -> engine.Brought:
    """The workbook's figures; raises `WorkbookNotRead`."""
    if sent.size > MOST_BYTES:
        raise WorkbookNotRead
    try:
        return engine.open_passport(
            io.BytesIO(sent.read()), words_of_codes(standards_on(row.as_of, row.area))
        )
    except UnreadableFile as fault:
        raise WorkbookNotRead from fault


def _proposed(figures: Figures, ages: dict[str, Any]) -> Figures:
    """The draft with the ages of the list; posts stay, and begin with one for each person."""
    lines = {line.speciality: line for line in figures.staff or ()}
    for speciality, bands in ages.items():
        people = sum(bands.values())
        held = lines.get(speciality)
        counted = {band or "unknown": number for band, number in bands.items()}
        lines[speciality] = engine.staff_line(
            speciality,
            held.planned if held else people,
            held.filled if held else people,
            counted,
        )
    return Figures(staff=tuple(lines[code] for code in sorted(lines)))


def _head(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "area": shown.area_names().get(row.area, row.area),
        "meaning": meaning_of(row.state),
        "draft": row.state == PassportState.DRAFT,
        "edition": edition_on(row.as_of).book,
    }


def _shown(figures: Figures) -> dict[str, Any]:
    return {
        "figures": figures,
        "bands": shown.band_heads(),
        "staff": shown.staff_rows(figures),
        "machines": shown.machine_rows(figures.machines or ()),
        "care_places": shown.place_rows(figures),
    }


def _section_words() -> dict[str, str]:
    return {
        "staff": _("Staff"),
        "machines": _("Equipment"),
        "places": _("Places of care"),
        "standards": _("Standards"),
    }


def _areas(request: Request) -> list[tuple[str, str]]:
    """Every profile, those of the clinic's card first."""
    own = set(organisations.card(request.actor.organisation_id or 0).areas)
    return sorted(shown.area_names().items(), key=lambda pair: pair[0] not in own)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _crumbs(row: Any = None) -> list[Link]:
    crumbs = [Link(_("Passports of services"), reverse("clinic:passports"))]
    if row is not None:
        name = shown.area_names().get(row.area, row.area)
        words = f"{name}, {day_words(row.as_of)}"
        crumbs.append(Link(words, reverse("clinic:passport", args=[row.public_id])))
    return crumbs


def _show(request: Request, page: str, context: dict[str, Any]) -> HttpResponse:
    return show(
        request,
        f"clinic/passports/{page}.html",
        context,
        portal="clinic",
        current="clinic:passports",
    )
