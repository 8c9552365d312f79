"""The official register for everybody: find an organisation, and say that it is yours."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access import policies
from sanamost.registry.organisations import selectors, services
from sanamost.web.acting import Request
from sanamost.web.components.figures.page import region_names
from sanamost.web.components.pages import show
from sanamost.web.components.states import meaning_of
from sanamost.web.components.wording import day_words
from sanamost.web.routing import acts, form_of, route

SHORTEST = 3


class SearchForm(forms.Form):
    """A name or a number."""

    q = forms.CharField(
        label=_("Name, OGRN or INN"),
        min_length=SHORTEST,
        max_length=200,
        help_text=_("Names stand in the register in Russian."),
    )


class ClaimForm(forms.Form):
    """Who one is in the organisation."""

    post = forms.CharField(label=_("Your post in the organisation"), max_length=120)
    words = forms.CharField(
        label=_("How the coordinator can make sure"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For example an official telephone number where they can ask for you."),
    )


@route("public", "register", "register/", policies.public())
def register(request: Request) -> HttpResponse:
    """Search by name or number."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    asked = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    region = region_names(get_language() or "en")
    found = selectors.register_entries(asked) if asked else []
    taken = selectors.taken_numbers(entry.inn for entry in found)
    context = {
        "form": form,
        "asked": asked,
        "found": [(entry, region(entry.region), entry.inn in taken) for entry in found],
    }
    return show(request, "public/register/search.html", context, portal="public")


@route("public", "register_claims", "register/claims/", policies.signed_in())
def claims(request: Request) -> HttpResponse:
    """What became of one's own claims."""
    rows = [(row, meaning_of(row.state)) for row in selectors.own_claims(request.actor)]
    return show(request, "public/register/claims.html", {"claims": rows}, portal="public")


@route("public", "register_entry", "register/<slug:inn>/", policies.public())
def entry(request: Request, inn: str) -> HttpResponse:
    """One entry, as the register had it."""
    return show(request, "public/register/entry.html", _entry(inn), portal="public")


@route("public", "register_claim", "register/<slug:inn>/claim/", policies.signed_in(), writes=True)
def claim(request: Request, inn: str) -> HttpResponse:
    """Say that the organisation is one's own; the coordinator of its region decides."""
    form = form_of(request, ClaimForm)
    context = _entry(inn)
    if acts(request) and form.is_valid():
        services.claim_entry(actor=request.actor, inn=inn, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _now("Your claim is with the coordinator of the region."))
        return redirect("register_claims")
    return show(request, "public/register/claim.html", {**context, "form": form}, portal="public")


def _entry(inn: str) -> dict[str, Any]:
    found = selectors.register_entry(inn)
    return {
        "entry": found,
        "edition": day_words(dt.date.fromisoformat(found.edition)),
        "region": region_names(get_language() or "en")(found.region),
        "taken": bool(selectors.taken_numbers([inn])),
    }
