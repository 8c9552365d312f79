"""What a clinic has: beds, theatres, equipment, staff and rooms, and when they give less."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.resources import selectors, services
from sanamost.registry.resources.states import ResourceKind
from sanamost.web.acting import Request
from sanamost.web.clinic import capacity
from sanamost.web.clinic.capacity import KEEPING, show_capacity
from sanamost.web.clinic.forms.capacity import UNITS, BreakForm, ResourceFilter, ResourceForm
from sanamost.web.components.parts import Link
from sanamost.web.components.wording import pick_text
from sanamost.web.routing import acts, form_of, route

AT = "capacity/resources/"
ONE = f"{AT}<resource:resource>/"


@route("clinic", "resources", AT, KEEPING)
def resources(request: Request) -> HttpResponse:
    """What there is, by kind; what is retired apart."""
    filters = ResourceFilter(
        request.GET or None,
        areas=capacity.area_choices(request),
        sites=capacity.site_choices(request),
    )
    everything = selectors.own_resources(request.actor)
    rows = [row for row in everything if not filters.is_bound or filters.leaves(row)]
    today = timezone.localdate()
    context = {
        "filters": filters if everything else None,
        "groups": [
            (kind.label, kind == ResourceKind.BEDS, shown)
            for kind in ResourceKind
            if (shown := [_row(row, today) for row in rows if row.kind == kind])
        ],
        "any": bool(everything),
        "retired": [
            _row(row, today) for row in selectors.own_resources(request.actor, retired=True)
        ],
        "waits": selectors.waiting_file(request.actor),
    }
    return show_capacity(request, "resources", context, part="resources")


@route("clinic", "new_resource", f"{AT}new/", KEEPING, writes=True)
def new_resource(request: Request) -> HttpResponse:
    """Choose a kind, then say what it is."""
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    title = _("Add a resource")
    if kind not in ResourceKind.values:
        kinds = [(one.value, one.label, UNITS[one]) for one in ResourceKind]
        return show_capacity(
            request, "new_resource", {"kinds": kinds, "title": title}, part="resources"
        )
    initial = {"weekdays": list(range(5)), "gender": "any"}
    form = _resource_form(request, kind, initial)
    if acts(request) and form.is_valid():
        row = services.add_resource(actor=request.actor, facts=form.facts(kind), now=timezone.now())
        messages.success(request, _("The resource is on the list, and the days are counted anew."))
        return redirect("clinic:resource", row.public_id)
    label = ResourceKind(kind).label
    context = {"form": form, "title": title, "text": label}
    return show_capacity(request, "form", context, part="resources")


@route("clinic", "resource", ONE, KEEPING)
def resource(request: Request, resource: str) -> HttpResponse:
    """One resource, with the times in which it gives less."""
    row = services.own_resource(request.actor, resource)
    today = timezone.localdate()
    breaks = selectors.breaks_of(request.actor, row)
    context = {
        **_head(row),
        "crumbs": [Link(_("Resources"), reverse("clinic:resources"))],
        "row": _row(row, today),
        "breaks": [(one, one.before - dt.timedelta(days=1), one.before <= today) for one in breaks],
        "used": [_treatment(one) for one in selectors.treatments_using(request.actor, row)],
    }
    return show_capacity(request, "resource", context, part="resources")


@route("clinic", "change_resource", f"{ONE}change/", KEEPING, writes=True)
def change_resource(request: Request, resource: str) -> HttpResponse:
    """Say anew what a resource is; its kind stays."""
    row = services.own_resource(request.actor, resource)
    initial = {
        name: getattr(row, name) for name in ("name", "area", "minutes_a_day", "gender", "detail")
    } | {
        "units": _plain(row.units),
        "downtime_percent": _plain(row.downtime_percent),
        "site": row.site.public_id if row.site else "",
        "weekdays": [day for day in range(7) if row.weekdays >> day & 1],
    }
    form = _resource_form(request, row.kind, initial)
    if acts(request) and form.is_valid():
        services.change_resource(
            actor=request.actor,
            resource=resource,
            facts=form.facts(row.kind),
            now=timezone.now(),
        )
        messages.success(request, _("Saved; the days are counted anew."))
        return redirect("clinic:resource", resource)
    context = {**_head(row), "form": form, "title": _("Change the resource"), "text": row.name}
    return show_capacity(request, "form", context, part="resources")


@route("clinic", "retire_resource", f"{ONE}retire/", KEEPING, writes=True)
def retire_resource(request: Request, resource: str) -> HttpResponse:
    """POST: take it off the list."""
    if acts(request):
        services.retire_resource(actor=request.actor, resource=resource, now=timezone.now())
        messages.success(request, _("The resource is retired; what it was used for is kept."))
        return redirect("clinic:resources")
    services.own_resource(request.actor, resource)
    return redirect("clinic:resource", resource)


@route("clinic", "add_break", f"{ONE}breaks/new/", KEEPING, writes=True)
def add_break(request: Request, resource: str) -> HttpResponse:
    """A repair, leave, holidays or a season."""
    row = services.own_resource(request.actor, resource)
    form = form_of(request, BreakForm)
    if acts(request) and form.is_valid():
        services.add_break(
            actor=request.actor, resource=resource, **form.cleaned_data, now=timezone.now()
        )
        messages.success(request, _("Saved; the days are counted anew."))
        return redirect("clinic:resource", resource)
    context = {**_head(row), "form": form, "title": _("Add a time of less"), "text": row.name}
    return show_capacity(request, "form", context, part="resources")


@route("clinic", "remove_break", "capacity/breaks/<break:pause>/remove/", KEEPING, writes=True)
def remove_break(request: Request, pause: str) -> HttpResponse:
    """POST: the time falls out of the plan again."""
    row = next(
        (
            one
            for resource in selectors.own_resources(request.actor)
            for one in resource.breaks.all()
            if one.public_id == pause
        ),
        None,
    )
    if row is None:
        raise NotVisible
    of = row.resource.public_id
    if acts(request):
        services.remove_break(actor=request.actor, pause=pause, now=timezone.now())
        messages.success(request, _("Taken out; the days are counted anew."))
    return redirect("clinic:resource", of)


def _resource_form(request: Request, kind: str, initial: dict[str, Any]) -> ResourceForm:
    return form_of(
        request,
        ResourceForm,
        kind=kind,
        areas=capacity.area_choices(request),
        sites=capacity.site_choices(request),
        initial=initial,
    )


def _head(row: Any) -> dict[str, Any]:
    every = Link(_("Resources"), reverse("clinic:resources"))
    own = Link(row.name, reverse("clinic:resource", args=[row.public_id]))
    return {"crumbs": [every, own], "resource": row}


def _row(row: Any, today: dt.date) -> dict[str, Any]:
    ahead = [one for one in row.breaks.all() if one.before > today]
    return {
        "row": row,
        "area": capacity.area_words(row.area),
        "site": pick_text(row.site.names) if row.site else "",
        "weekdays": capacity.weekday_words(row.weekdays),
        "units": _plain(row.units),
        "downtime": _plain(row.downtime_percent),
        "breaks": len(ahead),
    }


def _treatment(recipe: Any) -> str:
    area = capacity.area_words(recipe.area)
    return f"{area}: {pick_text(recipe.service.names)}" if recipe.service else area


def _plain(number: Any) -> str:
    """A figure without the zeros that only its column has."""
    return f"{number.normalize():f}"
