"""What one treatment uses: of an area as a rule, or of one of the clinic's own services."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.languages.errors import NotVisible
from sanamost.journey.bookings import selectors as bookings
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.resources import selectors, services
from sanamost.registry.resources.states import RecipeOrigin, ResourceKind
from sanamost.web.acting import Request
from sanamost.web.clinic import capacity
from sanamost.web.clinic.capacity import KEEPING, show_capacity
from sanamost.web.clinic.forms.passports import MORE
from sanamost.web.clinic.forms.recipes import RecipeForm, TreatmentFilter
from sanamost.web.components.wording import pick_text
from sanamost.web.routing import acts, form_of, route

AT = "capacity/recipes/"
SHOWN_SERVICES = 30
MOST_OF_A_KIND = 300


@route("clinic", "recipes", AT, KEEPING)
def recipes(request: Request) -> HttpResponse:
    """Every recipe in force, and the areas that need one."""
    clinic = request.actor.organisation_id or 0
    missing = sorted(services.areas_without_recipe(organisation_id=clinic))
    context = {
        "rows": [
            {"row": row, "words": _words(row), "uses": _uses(row)}
            for row in selectors.live_recipes(organisation_id=clinic)
        ],
        "missing": [(code, capacity.area_words(code)) for code in missing],
        "resources": bool(selectors.own_resources(request.actor)),
    }
    return show_capacity(request, "recipes", context, part="recipes")


@route("clinic", "choose_treatment", f"{AT}new/", KEEPING)
def choose_treatment(request: Request) -> HttpResponse:
    """For which treatment: an area's usual one, or a service."""
    areas = capacity.area_choices(request)
    filters = TreatmentFilter(request.GET or None, areas=areas)
    found: list[Any] = []
    area = ""
    if filters.is_bound and filters.is_valid():
        area = filters.cleaned_data["area"]
        found = _treatments(request, area, filters.cleaned_data["q"])
    context = {
        "filters": filters,
        "area": area,
        "area_words": capacity.area_words(area) if area else "",
        "services": [(one.public_id, one.code, pick_text(one.names)) for one in found],
        "title": _("Choose the treatment"),
    }
    return show_capacity(request, "choose_treatment", context, part="recipes")


@route("clinic", "write_recipe", f"{AT}write/", KEEPING, writes=True)
def write_recipe(request: Request) -> HttpResponse:
    """A new version of what the treatment of `?area=` (and `service=`) uses.

    With `learned=` the rows begin as finished stays teach them.
    """
    area, service = (
        request.POST.get(name) or request.GET.get(name, "") for name in ("area", "service")
    )
    if area not in capacity.area_names():
        raise NotVisible
    offered = _service(request, service)
    held = _held(request, area, offered.key if offered else None)
    lesson = _lesson(request, held) if "learned" in request.GET else None
    form = form_of(
        request,
        RecipeForm,
        resources=_resources(request),
        lines=_lines(lesson.uses) if lesson else _lines(_kept(held)),
        initial={
            "area": area,
            "service": service,
            "stay_days": lesson.stay_days if lesson else _stay(held, offered),
            "learned": "1" if lesson else "",
        },
    )
    if acts(request) and form.is_valid():
        row = services.set_recipe(
            actor=request.actor,
            area=area,
            service=service,
            stay_days=form.cleaned_data["stay_days"],
            uses=form.uses(),
            origin=RecipeOrigin.LEARNED if form.cleaned_data["learned"] else RecipeOrigin.ENTERED,
            now=timezone.now(),
        )
        messages.success(request, _("Saved as a new version; the days are counted anew."))
        if MORE in request.POST:
            onward = f"?area={area}" + (f"&service={service}" if service else "")
            return redirect(f"{reverse('clinic:write_recipe')}{onward}")
        return redirect("clinic:recipe", row.public_id)
    words = capacity.area_words(area)
    context = {
        "form": form,
        "words": f"{words}: {pick_text(offered.names)}" if offered else words,
        "usual": offered is None,
        "version": held.version + 1 if held else 1,
        "more": MORE,
        "title": _("What the treatment uses"),
    }
    return show_capacity(request, "write_recipe", context, part="recipes")


@route("clinic", "recipe", f"{AT}<recipe:recipe>/", KEEPING)
def recipe(request: Request, recipe: str) -> HttpResponse:
    """One version, with the others of the same treatment."""
    row = selectors.access_recipe(request.actor, recipe)
    versions = selectors.versions_of(request.actor, row)
    context = {
        "row": row,
        "words": _words(row),
        "uses": _uses(row),
        "versions": versions,
        "live": row.replaced_at is None,
        "usual": row.service_id is None,
        "service": row.service.public_id if row.service else "",
        "lesson": _lesson(request, row) if row.replaced_at is None else None,
    }
    return show_capacity(request, "recipe", context, part="recipes")


@route("clinic", "drop_recipe", f"{AT}<recipe:recipe>/drop/", KEEPING, writes=True)
def drop_recipe(request: Request, recipe: str) -> HttpResponse:
    """POST: the service follows its area again; an area takes nobody from abroad any more."""
    selectors.access_recipe(request.actor, recipe)
    if acts(request):
        services.drop_recipe(actor=request.actor, recipe=recipe, now=timezone.now())
        messages.success(request, _("The recipe is no longer in force."))
        return redirect("clinic:recipes")
    return redirect("clinic:recipe", recipe)


def _treatments(request: Request, area: str, query: str) -> list[Any]:
    """Treatments of the area; what every area has, such as a stay, is no treatment of its own."""
    found: list[Any] = []
    for kind in catalogue.TREATMENTS:
        rows = catalogue.services_of(
            request.actor.organisation_id or 0,
            day=timezone.localdate(),
            query=query,
            area=area,
            kind=kind,
            limit=MOST_OF_A_KIND,
        )
        found += [one for one in rows if one.area == area]
        if len(found) >= SHOWN_SERVICES:
            break
    return found[:SHOWN_SERVICES]


def _service(request: Request, public_id: str) -> Any:
    """The clinic's own service on offer; None for an area's usual treatment."""
    if not public_id:
        return None
    clinic = request.actor.organisation_id or 0
    return catalogue.offered(clinic, [public_id], day=timezone.localdate())[public_id]


def _held(request: Request, area: str, service_id: int | None) -> Any:
    rows = selectors.live_recipes(organisation_id=request.actor.organisation_id or 0)
    fitting = (row for row in rows if (row.area, row.service_id) == (area, service_id))
    return next(fitting, None)


def _stay(held: Any, offered: Any) -> int | None:
    if held is not None:
        return int(held.stay_days)
    return int(offered.stay_days) or None if offered else None


def _lesson(request: Request, held: Any) -> Any:
    """What finished stays teach, where there are enough of them and they differ; else nothing."""
    if held is None:
        return None
    lesson = bookings.learned_recipe(request.actor, held, now=timezone.now())
    return lesson if lesson.enough and lesson.changed else None


def _kept(held: Any) -> list[services.UseFacts]:
    if held is None:
        return []
    return [
        services.UseFacts(
            resource=use.resource.public_id, day=use.day, amount=use.amount, spread=use.spread
        )
        for use in sorted(held.uses.all(), key=lambda use: (use.day, use.pk))
    ]


def _lines(uses: Sequence[services.UseFacts]) -> list[dict[str, Any]]:
    return [
        {
            "resource": use.resource,
            "day": use.day,
            "amount": f"{use.amount.normalize():f}",
            "spread": f"{use.spread.normalize():f}",
        }
        for use in uses
    ]


def _resources(request: Request) -> list[tuple[str, str]]:
    names = capacity.area_names()
    return [
        (
            row.public_id,
            " · ".join(
                filter(None, (row.name, names.get(row.area), capacity.unit_words(row.kind)))
            ),
        )
        for row in selectors.own_resources(request.actor)
    ]


def _words(row: Any) -> str:
    area = capacity.area_words(row.area)
    return f"{area}: {pick_text(row.service.names)}" if row.service else area


def _uses(row: Any) -> list[dict[str, Any]]:
    """The uses in words, by day."""
    return [
        {
            "name": use.resource.name,
            "retired": use.resource.retired_at is not None,
            "first": use.day + 1,
            "last": max(use.day + 1, row.stay_days)
            if use.resource.kind == ResourceKind.BEDS
            else None,
            "amount": capacity.day_amount(use.resource.kind, use.amount),
            "spread": capacity.day_amount(use.resource.kind, use.spread) if use.spread else "",
        }
        for use in sorted(row.uses.all(), key=lambda use: (use.day, use.pk))
    ]
