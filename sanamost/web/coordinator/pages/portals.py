"""A region's own portal: its coordinator writes it, the national one lets it before the public."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.engines.colours import GROUNDS, MODES, contrast
from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.publishing import selectors, services
from sanamost.registry.publishing.states import PortalState
from sanamost.web.acting import Request
from sanamost.web.components.figures.page import profile_names, region_names
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.regional import address_of
from sanamost.web.components.shades import shades
from sanamost.web.components.states import meaning_of
from sanamost.web.components.wording import pick_text
from sanamost.web.coordinator.forms.portals import (
    PortalForm,
    ReturnForm,
    SeenForm,
    portal_values,
)
from sanamost.web.routing import acts, form_of, route

REGIONAL = policies.roles(Role.REGIONAL_COORDINATOR)
NATIONAL = policies.roles(Role.NATIONAL_COORDINATOR)


@route("coordinator", "portal", "portal/", REGIONAL, writes=True)
def portal(request: Request) -> HttpResponse:
    """The region's draft and what the public sees; POST keeps the draft."""
    row = selectors.own_portal(request.actor)
    form = _form(request, row)
    if acts(request) and form.is_valid():
        services.write_portal(actor=request.actor, facts=form.facts(), now=timezone.now())
        messages.success(request, _("The draft is kept. Send it for checking when it is ready."))
        return redirect("coordinator:portal")
    return _own(request, row, form)


@route("coordinator", "send_portal", "portal/send/", REGIONAL, writes=True)
def send_portal(request: Request) -> HttpResponse:
    """Ask the national centre to look at it."""
    if acts(request):
        services.send_portal(actor=request.actor, now=timezone.now())
        messages.success(request, _("The national coordinator looks at it and answers."))
        return redirect("coordinator:portal")
    row = selectors.own_portal(request.actor)
    return _own(request, row, _form(request, row, fresh=True))


@route("coordinator", "close_portal", "portal/close/", REGIONAL, writes=True)
def close_portal(request: Request) -> HttpResponse:
    """Take it from the public."""
    if acts(request):
        services.close_portal(actor=request.actor, now=timezone.now())
        messages.success(request, _("The portal is closed. Its addresses lead to all regions."))
        return redirect("coordinator:portal")
    row = selectors.own_portal(request.actor)
    return _own(request, row, _form(request, row, fresh=True))


@route("coordinator", "portal_colours", "portal/colours.css", REGIONAL)
def portal_colours(request: Request) -> HttpResponse:
    """The draft's colours, for the sample on its page."""
    return _sample_colours(selectors.own_portal(request.actor))


@route("coordinator", "portals", "portals/", NATIONAL)
def portals(request: Request) -> HttpResponse:
    """What waits to be checked, and what the public sees."""
    region = region_names(get_language() or "en")
    waiting = [
        (row, pick_text(row.names), region(row.organisation.region))
        for row in selectors.portals_to_check(request.actor)
    ]
    shown = [
        (edition, pick_text(edition.names), address_of(edition)) for edition in selectors.editions()
    ]
    context = {"waiting": waiting, "shown": shown}
    return _show(request, "portals", context, "coordinator:portals")


@route("coordinator", "portal_check", "portals/<portal:portal>/", NATIONAL, writes=True)
def portal_check(request: Request, portal: str) -> HttpResponse:
    """One region's portal as it would be seen; POST publishes it."""
    row = selectors.portal_to_check(request.actor, portal)
    if acts(request):
        services.publish_portal(
            actor=request.actor, public_id=portal, written_at=_seen(request), now=timezone.now()
        )
        messages.success(request, _("The portal is published."))
        return redirect("coordinator:portals")
    return _checked(request, row)


@route("coordinator", "return_portal", "portals/<portal:portal>/return/", NATIONAL, writes=True)
def return_portal(request: Request, portal: str) -> HttpResponse:
    """Send it back with what to change."""
    row = selectors.portal_to_check(request.actor, portal)
    if acts(request):
        services.return_portal(
            actor=request.actor,
            public_id=portal,
            written_at=_seen(request),
            reason=request.POST.get("reason", ""),
            now=timezone.now(),
        )
        messages.success(request, _("The region reads what to change."))
        return redirect("coordinator:portals")
    return _checked(request, row)


@route("coordinator", "checked_colours", "portals/<portal:portal>/colours.css", NATIONAL)
def checked_colours(request: Request, portal: str) -> HttpResponse:
    """The colours of what waits to be checked."""
    return _sample_colours(selectors.portal_to_check(request.actor, portal))


def _form(request: Request, row: Any, *, fresh: bool = False) -> PortalForm:
    language = get_language() or "en"
    options: dict[str, Any] = {
        "regions": [(one.code, one.name) for one in catalogue.regions(language)],
        "areas": [(one.code, one.name) for one in catalogue.areas(language)],
        "initial": portal_values(row, request.actor.region),
    }
    return PortalForm(**options) if fresh else form_of(request, PortalForm, **options)


def _own(request: Request, row: Any, form: PortalForm) -> HttpResponse:
    edition = selectors.own_edition(request.actor)
    context = {
        "row": row,
        "form": form,
        "edition": edition,
        "address": address_of(edition) + "/" if edition else "",
        "meaning": meaning_of(row.state) if row else "",
        "may_send": row is not None and row.state == PortalState.DRAFT,
        "contrasts": _contrasts(row),
        "colours": reverse("coordinator:portal_colours"),
        "told": _told(request),
    }
    return _show(request, "portal", context, "coordinator:portal")


def _checked(request: Request, row: Any) -> HttpResponse:
    language = get_language() or "en"
    region, area = region_names(language), profile_names(language)
    context = {
        "row": row,
        "name": pick_text(row.names),
        "region": region(row.organisation.region),
        "regions": [region(code) for code in row.regions],
        "areas": [area(code) for code in row.areas],
        "waits": row.state == PortalState.SENT,
        "contrasts": _contrasts(row),
        "colours": reverse("coordinator:checked_colours", args=[row.public_id]),
        "seen": row.written_at.isoformat(),
        "form": form_of(request, ReturnForm, initial={"written_at": row.written_at.isoformat()}),
        "told": _told(request),
        "crumbs": [Link(_("Regions' portals"), reverse("coordinator:portals"))],
    }
    return _show(request, "portal_check", context, "coordinator:portals")


def _contrasts(row: Any) -> list[tuple[str, str, float]]:
    """By mode: the colour, and the weakest contrast of words in it with what they stand on."""
    if row is None:
        return []
    return [
        (
            mode,
            accent,
            round(min(contrast(accent, ground) for ground in GROUNDS[mode].values()), 1),
        )
        for mode, accent in zip(MODES, (row.accent_light, row.accent_dark), strict=True)
    ]


def _sample_colours(row: Any) -> HttpResponse:
    if row is None:
        raise Http404
    css = shades(".portal-sample", row.accent_light, row.accent_dark)
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def _seen(request: Request) -> dt.datetime | None:
    seen = SeenForm(request.POST)
    return seen.cleaned_data["written_at"] if seen.is_valid() else None


def _told(request: Request) -> str:
    """Why the step was refused, where it was."""
    return str(getattr(request.refusal, "text", ""))


def _show(request: Request, page: str, context: dict[str, Any], current: str) -> HttpResponse:
    return show(request, f"coordinator/{page}.html", context, portal="coordinator", current=current)
