"""What the state asks of a clinic, month by month, and how surely it is kept."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.languages.errors import Refusal
from sanamost.registry.resources import selectors, services
from sanamost.registry.resources.states import FinanceSource
from sanamost.web.acting import Request
from sanamost.web.clinic import capacity
from sanamost.web.clinic.capacity import KEEPING, show_capacity
from sanamost.web.clinic.forms.capacity import ProtectionForm
from sanamost.web.clinic.forms.state_task import PlanForm, digest_of
from sanamost.web.routing import acts, form_of, route

AT_ONCE = 25
"""Of more rows than this only one source of finance is shown at a time."""
YEARS = 3
"""How far from today a year's table may be opened."""


class ChangedMeanwhile(Refusal):
    """Somebody else has written these figures since the page was opened."""

    code = "state_task_changed_meanwhile"
    message = _("Somebody else has changed these figures meanwhile. Open the page anew.")


@route("clinic", "state_task", "capacity/state-task/", KEEPING, writes=True)
def state_task(request: Request) -> HttpResponse:
    """A year's plan: areas by months for each source of finance, and what is done so far."""
    today = timezone.localdate()
    year = _year(request.GET.get("year", ""), today)
    plans, keys = _plans(request, year), _keys(request, year)
    sources = list(dict.fromkeys(source for _area, source in keys))
    source = _source(request.GET.get("source", ""), sources, len(keys))
    form = form_of(
        request,
        PlanForm,
        year=year,
        today=today,
        areas=capacity.area_choices(request),
        plans=plans,
        keys=[key for key in keys if source in {"", key[1]}],
        source=source,
    )
    if acts(request) and form.is_valid():
        if form.cleaned_data["seen"] != digest_of(plans):
            raise ChangedMeanwhile
        services.set_plans(actor=request.actor, plans=form.facts, now=timezone.now())
        messages.success(request, _("Saved; the days are counted anew."))
        return redirect(f"{reverse('clinic:state_task')}?year={year}&source={source}")
    context = {
        "form": form,
        "lines": list(form.lines()),
        "source": source,
        "sources": [(one, FinanceSource(one).label) for one in sources],
        "whole": len(keys) <= AT_ONCE,
        "year": year,
        "earlier": year - 1 if year > today.year - YEARS else None,
        "later": year + 1 if year < today.year + YEARS else None,
        "gaps": _gaps(request),
        "checked": _checked(request, today),
    }
    return show_capacity(request, "state_task", context, part="state_task")


@route("clinic", "protection", "capacity/protection/", KEEPING, writes=True)
def protection(request: Request) -> HttpResponse:
    """The level at which capacity is kept for domestic patients, and what it does to each month."""
    held = selectors.protection_of(request.actor)
    level = held.level if held else services.USUAL_LEVEL
    known = held.urgent_percent if held else {}
    initial = {
        "percent": f"{(level * 100).normalize():f}",
        "reason": held.reason if held else "",
        **{f"urgent-{area}": part for area, part in known.items()},
    }
    planned = {area for area, _source in _keys(request, timezone.localdate().year)}
    areas = [(code, capacity.area_words(code)) for code in sorted(planned)]
    form = form_of(request, ProtectionForm, areas=areas, initial=initial)
    if acts(request) and form.is_valid():
        services.set_protection(
            actor=request.actor,
            level=Decimal(form.cleaned_data["percent"]) / 100,
            reason=form.cleaned_data["reason"],
            urgent={
                **{area: part for area, part in known.items() if area not in planned},
                **form.urgent,
            },
            now=timezone.now(),
        )
        messages.success(request, _("Saved; the days are counted anew."))
        return redirect("clinic:protection")
    today = timezone.localdate()
    checked = _checked(request, today)
    month = _month(request.GET.get("month", ""), checked)
    context = {
        "form": form,
        "held": held,
        "words": capacity.level_words(level),
        "percent": initial["percent"],
        "gaps": _gaps(request),
        "checked": checked,
        "month": capacity.month_words(month) if month else "",
        "months": [
            (one.isoformat()[:7], capacity.month_words(one), one == month, bad)
            for one, bad in checked["months"].items()
        ],
        "rows": [row for row in checked["rows"] if row["month"] == month],
    }
    return show_capacity(request, "protection", context, part="protection")


def _plans(request: Request, year: int) -> list[Any]:
    first, before = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    return selectors.plans_between(request.actor, first=first, before=before)


def _keys(request: Request, year: int) -> list[tuple[str, str]]:
    """The rows of the table: of this year and of the one before, so that a new year has them."""
    first, before = dt.date(year - 1, 1, 1), dt.date(year + 1, 1, 1)
    known = selectors.plans_between(request.actor, first=first, before=before)
    order = {source: place for place, source in enumerate(FinanceSource.values)}
    return sorted({(row.area, row.source) for row in known}, key=lambda one: (order[one[1]], one))


def _gaps(request: Request) -> str:
    """Areas that are planned without anybody having said what a patient uses."""
    missing = services.areas_without_recipe(organisation_id=request.actor.organisation_id or 0)
    return capacity.parts_of(sorted(missing))


def _checked(request: Request, today: dt.date) -> dict[str, Any]:
    """Each month's plan beside what there is, as the days are counted from today on."""
    counted = services.reckon(
        organisation_id=request.actor.organisation_id or 0,
        first=today,
        before=today + services.AHEAD,
    )
    resources = {str(row.pk): row for row in counted.resources}
    rows = [_check(one, resources[one.resource]) for one in counted.protection.months]
    months: dict[dt.date, bool] = {}
    for row in rows:
        months[row["month"]] = months.get(row["month"], False) or row["unreachable"]
    return {
        "rows": rows,
        "months": months,
        "unreachable": [row for row in rows if row["unreachable"]],
        "unplanned": [
            (capacity.month_words(month), ", ".join(_series(key) for key in keys))
            for month, keys in counted.protection.missing.items()
        ],
    }


def _check(one: Any, resource: Any) -> dict[str, Any]:
    def words(amount: int) -> str:
        return capacity.month_amount(resource.kind, amount)

    return {
        "resource": resource,
        "month": one.month,
        "month_words": capacity.month_words(one.month),
        "days": one.days,
        "mean": words(round(one.mean)),
        "needed": words(one.needed),
        "supply": words(one.supply),
        "kept": words(one.kept),
        "raised": words(one.raised) if one.raised else "",
        "left": words(max(one.supply - one.kept - one.raised, 0)),
        "unreachable": one.unreachable,
    }


def _series(key: str) -> str:
    """A plan's key in words: its area and source of finance."""
    area, _space, source = key.partition(" ")
    return f"{capacity.area_words(area)} ({FinanceSource(source).label})"


def _source(asked: str, sources: list[str], rows: int) -> str:
    """The source of finance to show; none for all of them, where they are not too many."""
    if asked in sources:
        return asked
    return sources[0] if rows > AT_ONCE else ""


def _year(asked: str, today: dt.date) -> int:
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    return year if abs(year - today.year) <= YEARS else today.year


def _month(asked: str, checked: dict[str, Any]) -> dt.date | None:
    """The month to show: the one asked for, else the first that cannot be reached."""
    months: dict[dt.date, bool] = checked["months"]
    for month in months:
        if month.isoformat()[:7] == asked:
            return month
    return next((month for month, bad in months.items() if bad), next(iter(months), None))
