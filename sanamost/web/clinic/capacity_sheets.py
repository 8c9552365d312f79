"""The workbook of a clinic's capacity: a template filled with it, read back by its words."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sanamost.engines.capacity.workbooks import (
    BREAKS,
    MARK,
    PLANS,
    PROTECTION,
    RECIPES,
    RESOURCES,
    SERVICES,
    Words,
    plain,
)
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import selectors
from sanamost.registry.resources.states import BedGender, BreakReason, FinanceSource, ResourceKind
from sanamost.web.acting import Request
from sanamost.web.clinic import capacity
from sanamost.web.components import export
from sanamost.web.components.wording import pick_text

Row = list[Any]
MOST_OF_A_KIND = 5_000


def template_of(request: Request, today: dt.date) -> HttpResponse:
    """The file to save: every sheet with what is entered now."""
    names = capacity.area_names()
    sheets = [
        (_("Resources"), _resources(request, names)),
        (_("Times of less"), _breaks(request, names)),
        (_("State task"), _plans(request, names, today)),
        (_("Protection"), _protection(request, names)),
        (_("What treatments use"), _recipes(request, names)),
        (_("What single services use"), _service_recipes(request, names)),
    ]
    return export.workbook(f"capacity-{today}", sheets)


def words_of_codes(request: Request) -> Words:
    """What a workbook may call areas, kinds and sites: codes, and names in any language."""
    areas: dict[str, str] = {}
    choices: dict[Any, dict[str, str]] = {
        kinds: {} for kinds in (ResourceKind, BedGender, FinanceSource, BreakReason)
    }
    for language, _name in settings.LANGUAGES:
        for area in catalogue.areas(language):
            areas |= {_small(area.name): area.code, area.code: area.code}
        with translation.override(language):
            for kinds, known in choices.items():
                for value, label in kinds.choices:
                    known |= {_small(str(label)): value, value: value}
    return Words(
        areas,
        choices[ResourceKind],
        choices[BedGender],
        choices[FinanceSource],
        choices[BreakReason],
        _sites(request),
        _services(request),
    )


def _services(request: Request) -> dict[str, tuple[str, str]]:
    """Public id and area of the clinic's treatments on offer, by code."""
    return {
        _small(one.code): (one.public_id, one.area)
        for kind in catalogue.TREATMENTS
        for one in catalogue.services_of(
            request.actor.organisation_id or 0,
            day=timezone.localdate(),
            kind=kind,
            limit=MOST_OF_A_KIND,
        )
    }


def _sites(request: Request) -> dict[str, str]:
    clinic = request.actor.organisation_id or 0
    sites = organisations.sites_of([clinic]).get(clinic, [])
    return {
        _small(name): site.public_id
        for site in sites
        for name in (*site.names.values(), site.public_id)
        if name
    }


def _small(name: str) -> str:
    return " ".join(name.split()).casefold()


def _resources(request: Request, names: Mapping[str, str]) -> Iterator[Row]:
    yield [f"{MARK}{RESOURCES}", _hint()]
    yield [
        *(_("Area of care"), _("Kind"), _("Name"), _("How many"), _("Minutes of a day")),
        *(_("Downtime in per cent"), _("Working days, 1 is Monday")),
        *(_("Who may lie in these beds"), _("Speciality or kind"), _("Site")),
    ]
    for row in selectors.own_resources(request.actor):
        beds = row.kind == ResourceKind.BEDS
        yield [
            *_named(row, names),
            row.units,
            row.minutes_a_day,
            row.downtime_percent,
            None if beds else "".join(str(n + 1) for n in range(7) if row.weekdays >> n & 1),
            row.get_gender_display() if beds else None,
            row.detail,
            pick_text(row.site.names) if row.site else None,
        ]


def _breaks(request: Request, names: Mapping[str, str]) -> Iterator[Row]:
    yield [
        f"{MARK}{BREAKS}",
        _("Leave the first row as it is. Times of a resource named here replace those entered."),
    ]
    yield [
        *(_("Area of care"), _("Kind"), _("Name"), _("First day"), _("Last day")),
        *(_("What is left meanwhile, in per cent"), _("Reason")),
    ]
    for row in selectors.own_resources(request.actor):
        for one in sorted(row.breaks.all(), key=lambda one: one.first_on):
            last = one.before - dt.timedelta(days=1)
            reason = one.get_reason_display()
            yield [*_named(row, names), one.first_on, last, one.left_percent, reason]


def _plans(request: Request, names: Mapping[str, str], today: dt.date) -> Iterator[Row]:
    yield [f"{MARK}{PLANS}", _hint()]
    yield [
        *(_("Area of care"), _("Source of finance"), _("Month"), _("Planned"), _("Done so far")),
        *(_("counted until"), _("Average stay")),
    ]
    first, before = dt.date(today.year, 1, 1), dt.date(today.year + 3, 1, 1)
    for row in selectors.plans_between(request.actor, first=first, before=before):
        until = row.done_before - dt.timedelta(days=1) if row.done_before else None
        yield [
            names.get(row.area, row.area),
            row.get_source_display(),
            row.month.isoformat()[:7],
            row.planned,
            row.done if until else None,
            until,
            row.stay_days,
        ]


def _protection(request: Request, names: Mapping[str, str]) -> Iterator[Row]:
    yield [
        f"{MARK}{PROTECTION}",
        _("A row without an area is the level of protection; others say how many are emergencies."),
    ]
    yield [
        *(_("Area of care"), _("Per cent"), _("Why this level")),
        _("With an area: how many of a hundred patients of the state task come as emergencies"),
    ]
    row = selectors.protection_of(request.actor)
    if row is not None:
        yield [None, plain(row.level * 100), row.reason]
        for area, part in row.urgent_percent.items():
            yield [names.get(area, area), part]


def _recipes(request: Request, names: Mapping[str, str]) -> Iterator[Row]:
    yield [
        f"{MARK}{RECIPES}",
        _("The usual treatment of each area. Rows of an area named here become a new version."),
    ]
    yield [
        *(_("Area of care"), _("Usual stay in days"), _("Area of the resource"), _("Kind")),
        *(_("Name"), _("Day after admission"), _("How much"), _("Spread")),
    ]
    clinic = request.actor.organisation_id or 0
    for recipe in selectors.live_recipes(organisation_id=clinic):
        if recipe.service_id is None:
            yield from _uses(recipe, names.get(recipe.area, recipe.area), names)


def _service_recipes(request: Request, names: Mapping[str, str]) -> Iterator[Row]:
    yield [
        f"{MARK}{SERVICES}",
        _("Services that need more or less than their area. Rows of one become a new version."),
    ]
    yield [
        *(_("Code of the service"), _("Usual stay in days"), _("Area of the resource"), _("Kind")),
        *(_("Name"), _("Day after admission"), _("How much"), _("Spread")),
    ]
    clinic = request.actor.organisation_id or 0
    for recipe in selectors.live_recipes(organisation_id=clinic):
        if recipe.service is not None:
            yield from _uses(recipe, recipe.service.code, names)


def _uses(recipe: Any, of_what: str, names: Mapping[str, str]) -> Iterable[Row]:
    for use in sorted(recipe.uses.all(), key=lambda use: (use.day, use.pk)):
        of = _named(use.resource, names)
        yield [of_what, recipe.stay_days, *of, use.day, use.amount, use.spread]


def _named(row: Any, names: Mapping[str, str]) -> Row:
    return [names.get(row.area, row.area) or None, row.get_kind_display(), row.name]


def _hint() -> str:
    return _("Leave the first row as it is. What is not named here stays as it was.")
