"""Prices of other countries, factors of purchasing power: entered with a source, withdrawn."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.commerce.comparison import selectors, services
from sanamost.commerce.comparison.policies import may_withdraw
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.wording import country_words
from sanamost.web.coordinator.forms.clinics import ReasonForm
from sanamost.web.coordinator.forms.comparison import FactorForm, FigureForm, PriceForm
from sanamost.web.coordinator.pages.figures import COORDINATORS
from sanamost.web.coordinator.pages.reasons import with_reason
from sanamost.web.routing import acts, form_of, route


@route("coordinator", "abroad", "abroad/", COORDINATORS)
def abroad(request: Request) -> HttpResponse:
    """Everything that was entered, withdrawn figures with their reason."""
    filters = FigureForm(request.GET or None)
    country = str(request.GET.get("country", ""))[:2]
    areas = {one.code: one.name for one in catalogue.areas(get_language() or "en")}
    actor = request.actor
    context = {
        "filters": filters,
        "country": country,
        "prices": [
            (row, country_words(row.country), areas.get(row.area, ""), _mine(actor, row))
            for row in selectors.prices_of(country=country)
        ],
        "factors": [
            (row, country_words(row.country), _mine(actor, row))
            for row in selectors.factors_of(country=country)
        ]
        if country
        else [],
    }
    return _show(request, "list", context)


@route("coordinator", "new_price_abroad", "abroad/prices/new/", COORDINATORS, writes=True)
def new_price(request: Request) -> HttpResponse:
    """Enter a price of another country."""
    form = form_of(request, PriceForm)
    if acts(request) and form.is_valid():
        services.enter_price(actor=request.actor, facts=form.facts(), now=timezone.now())
        messages.success(request, _("The price is entered. Clinics' pages show it from now on."))
        return redirect("coordinator:abroad")
    context = {"form": form, "title": _("A price of another country"), "crumbs": _crumbs()}
    return _show(request, "enter", context)


@route("coordinator", "new_factor", "abroad/factors/new/", COORDINATORS, writes=True)
def new_factor(request: Request) -> HttpResponse:
    """Enter a year's factor of a country."""
    form = form_of(request, FactorForm)
    if acts(request) and form.is_valid():
        made = services.enter_factor(actor=request.actor, facts=form.facts(), now=timezone.now())
        messages.success(request, _("The factor is entered."))
        return redirect(f"{reverse('coordinator:abroad')}?country={made.country}")
    context = {"form": form, "title": _("A factor of purchasing power"), "crumbs": _crumbs()}
    return _show(request, "enter", context)


@route(
    "coordinator",
    "withdraw_price_abroad",
    "abroad/prices/<reference_price:price>/withdraw/",
    COORDINATORS,
    writes=True,
)
def withdraw_price(request: Request, price: str) -> HttpResponse:
    """Take a price off every page, with the reason."""
    return _withdrawn(request, price, selectors.price(price), services.withdraw_price)


@route(
    "coordinator",
    "withdraw_factor",
    "abroad/factors/<ppp_factor:factor>/withdraw/",
    COORDINATORS,
    writes=True,
)
def withdraw_factor(request: Request, factor: str) -> HttpResponse:
    """Take a factor out of every comparison, with the reason."""
    row = selectors.factor(factor)
    onward = f"?country={row.country}"
    return _withdrawn(request, factor, row, services.withdraw_factor, onward)


def _withdrawn(
    request: Request, public_id: str, row: Any, withdraw: Callable[..., Any], onward: str = ""
) -> HttpResponse:
    """The question for the reason; once it is given, the list again."""
    return with_reason(
        request,
        withdraw,
        public_id=public_id,
        said=_("Withdrawn. No page shows it any more; it stays in the list."),
        onward=f"{reverse('coordinator:abroad')}{onward}",
        ask=lambda form: _withdraw(request, row, form),
    )


def _withdraw(request: Request, row: Any, form: ReasonForm) -> HttpResponse:
    context = {
        "row": row,
        "country": country_words(row.country),
        "form": form,
        "mine": _mine(request.actor, row),
        "crumbs": _crumbs(),
    }
    return _show(request, "withdraw", context)


def _mine(actor: Any, row: Any) -> bool:
    """Whether the actor may withdraw it, and it still stands."""
    return row.withdrawn_at is None and may_withdraw(actor, row.organisation_id)


def _crumbs() -> list[Link]:
    return [Link(_("Prices elsewhere"), reverse("coordinator:abroad"))]


def _show(request: Request, page: str, context: dict[str, Any]) -> HttpResponse:
    return show(
        request,
        f"coordinator/abroad/{page}.html",
        context,
        portal="coordinator",
        current="coordinator:abroad",
    )
