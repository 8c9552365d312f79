"""The clinic's own figures, and the episodes that they are made of."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.utils.translation import get_language

from sanamost.foundation.access import policies
from sanamost.foundation.access.roles import Role
from sanamost.insight.register import selectors as register
from sanamost.journey.cases import selectors as cases
from sanamost.web.acting import Request
from sanamost.web.components.figures.page import Figured, figured, page, profile_names
from sanamost.web.components.figures.sheets import sheet_of
from sanamost.web.components.pages import show
from sanamost.web.routing import route

READERS = policies.care_staff(Role.COORDINATOR, Role.QUALITY)
SIZE = 50


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """One counted episode with its case, where the reader may see that."""

    counted: Any
    case: Any
    area: str


@route("clinic", "figures", "figures/", READERS)
def figures(request: Request) -> HttpResponse:
    """The same page as the coordinators have, with nothing hidden and a way to each case."""
    shown = figured(request)
    context = page(request, shown)
    return show(
        request,
        "clinic/figures.html",
        {**context, "sheets": "clinic:figures_sheet", "episodes": _episodes(request, shown)},
        portal="clinic",
        current="clinic:figures",
    )


@route("clinic", "figures_sheet", "figures/sheets/<slug:table>/", READERS)
def figures_sheet(request: Request, table: str) -> HttpResponse:
    """A table of the page as a file."""
    return sheet_of(request, table, request.GET.get("format", ""))


def _episodes(request: Request, shown: Figured) -> Page[EpisodeRow]:
    rows = register.ended_in(request.actor, shown.chosen.period)
    found = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    keys = [row.case_id for row in found]
    known = {case.pk: case for case in cases.visible_cases(request.actor).filter(pk__in=keys)}
    name_of = profile_names(get_language() or "en")
    made = [EpisodeRow(row, known.get(row.case_id), name_of(row.area)) for row in found]
    found.object_list = made  # type: ignore[assignment]  # the rows take the place of their sources
    return found  # type: ignore[return-value]  # see above
