"""What happened, counted: the whole, a region, a clinic, as far as the coordinator may see."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.insight.statistics.selectors import Scope
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.states import OrganisationKind
from sanamost.web.acting import Request
from sanamost.web.components.figures.page import figured, page, region_names
from sanamost.web.components.figures.sheets import sheet_of
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.wording import pick_text
from sanamost.web.routing import route

COORDINATORS = policies.roles(Role.REGIONAL_COORDINATOR, Role.NATIONAL_COORDINATOR)


@route("coordinator", "figures", "", COORDINATORS)
def figures(request: Request) -> HttpResponse:
    """Everything that the coordinator may see."""
    return _show(request, Scope(), _("Figures"), [])


@route("coordinator", "region", "regions/<slug:region>/", COORDINATORS)
def region(request: Request, region: str) -> HttpResponse:
    """One region of it."""
    title = region_names(get_language() or "en")(region)
    return _show(request, Scope(region=region), title, [_top(request)])


@route("coordinator", "clinic", "clinics/<organisation:organisation>/", COORDINATORS)
def clinic(request: Request, organisation: str) -> HttpResponse:
    """One clinic of it: sums only, its cases are its own."""
    scope = Scope(organisation=organisation)
    card = organisations.card_by_public_id(organisation, OrganisationKind.CLINIC, suspended=True)
    return _show(request, scope, pick_text(card.names), [_top(request)])


@route("coordinator", "sheet", "sheets/<slug:table>/", COORDINATORS)
def sheet(request: Request, table: str) -> HttpResponse:
    """A table of the first page as a file."""
    return sheet_of(request, table, request.GET.get("format", ""))


def _show(request: Request, scope: Scope, title: str, crumbs: list[Link]) -> HttpResponse:
    context = page(
        request,
        figured(request, scope),
        region_url=lambda code: reverse("coordinator:region", args=[code]) if code else "",
        clinic_url=lambda key: reverse("coordinator:clinic", args=[key]),
    )
    whole = {"sheets": "coordinator:sheet"} if scope.whole else {}
    return show(
        request,
        "coordinator/figures.html",
        {**context, **whole, "title": title, "crumbs": crumbs},
        portal="coordinator",
        current="coordinator:figures",
    )


def _top(request: Request) -> Link:
    query = request.GET.urlencode()
    url = reverse("coordinator:figures")
    return Link(_("Figures"), f"{url}?{query}" if query else url)
