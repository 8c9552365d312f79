"""The tables of a page of figures as files; each row says under which rule it is counted."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.engines.statistics import Shown
from sanamost.insight.statistics.selectors import Report
from sanamost.insight.statistics.wording import RULES
from sanamost.web.acting import Request
from sanamost.web.components import export
from sanamost.web.components.figures.page import (
    Figured,
    country_name,
    figured,
    profile_names,
    region_names,
)
from sanamost.web.components.figures.rows import cell

Cell = str | int | Decimal | dt.date | None
TABLES = ("citizenship", "profile", "region", "cross")


def sheet_of(request: Request, table: str, kind: str) -> HttpResponse:
    """One table of the page that the address describes; raises 404 for a table there is none of."""
    if table not in TABLES:
        raise Http404
    shown = figured(request)
    heads = [_("Counting rule"), _("First day"), _("Day after the last")]
    heads += {
        "citizenship": [_("Code"), _("Citizenship")],
        "profile": [_("Code"), _("Profile")],
        "region": [_("Code"), _("Region")],
        "cross": [_("Profile"), _("Citizenship")],
    }[table]
    heads += [_("Persons"), _("Episodes"), _("Visits"), _("Sum, roubles"), _("Sum, dollars")]
    period = shown.chosen.period
    name = f"figures-{table}-{period.start}-{period.end}"
    return export.table(kind, name, heads, _lines(shown, table))


def _lines(shown: Figured, table: str) -> Iterator[list[Cell]]:
    language = get_language() or "en"
    for report in (shown.export, shown.came):
        of: list[Cell] = [str(RULES[report.rule.code].name), report.period.start, report.period.end]
        for names, one in _rows(report, table, language):
            yield [*of, *names, *_figures(one)]
        yield [*of, _("Total"), "", *_figures(report.total)]


def _rows(report: Report, table: str, language: str) -> Iterator[tuple[list[str], Any]]:
    profile, region = profile_names(language), region_names(language)
    if table == "cross":
        for (area, country), one in report.cells.items():
            yield [profile(area), country_name(country)], one
        return
    shares, name_of = {
        "citizenship": (report.by_citizenship, country_name),
        "profile": (report.by_profile, profile),
        "region": (report.by_region, region),
    }[table]
    for key, one in shares.items():
        yield [key, name_of(key)], one


def _figures(shown: Shown | None) -> list[Cell]:
    one = cell(shown)
    if one.hidden or one.roubles is None or one.dollars is None:
        return [_("hidden")] * 5
    return [one.persons, one.episodes, one.visits, one.roubles.amount, one.dollars.amount]
