"""Clinics and partners: public facts, overdue clocks, response times."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sanamost.insight.statistics import standing
from sanamost.insight.statistics.standing import ClinicStanding
from sanamost.web.acting import Request
from sanamost.web.components import export
from sanamost.web.components.figures.page import profile_names, region_names
from sanamost.web.components.pages import Entry, navigation, show
from sanamost.web.components.wording import (
    NOTHING,
    country_words,
    language_words,
    pick_text,
    span_words,
)
from sanamost.web.coordinator.forms.registers import RegisterFilters
from sanamost.web.coordinator.pages.figures import COORDINATORS
from sanamost.web.routing import route


@dataclass(frozen=True, slots=True)
class ClinicRow:
    """A clinic as the register shows it."""

    public_id: str
    name: str
    region: str
    areas: str
    licence: str
    overdue: int
    oldest: dt.datetime | None
    answered: int
    time: dt.timedelta | None

    @property
    def answer_time(self) -> str:
        """The median time from referral to verdict, in words."""
        return span_words(self.time) if self.time is not None else NOTHING


@route("coordinator", "registers", "registers/", COORDINATORS)
def registers(request: Request) -> HttpResponse:
    """The clinics in one's charge, and every partner."""
    filters = RegisterFilters(request.GET)
    asked = filters.cleaned_data if filters.is_valid() else {}
    context = {
        "filters": filters,
        "clinics": [row for row in _clinics(request) if _matches(row, asked)],
        "partners": [row for row in _partners() if _named(row["name"], asked)],
    }
    return show(
        request,
        "coordinator/registers.html",
        context,
        portal="coordinator",
        current="coordinator:registers",
    )


@route("coordinator", "clinic_sheet", "registers/sheet/", COORDINATORS)
def clinic_sheet(request: Request) -> HttpResponse:
    """The clinics as a file."""
    head = [
        _("Clinic"),
        _("Region"),
        _("Areas of care"),
        _("Licence"),
        _("Overdue now"),
        _("Verdicts in a year"),
        _("Usual time to a verdict, hours"),
    ]
    rows = [
        [
            row.name,
            row.region,
            row.areas,
            row.licence,
            row.overdue,
            row.answered,
            None if row.time is None else round(row.time.total_seconds() / 3600),
        ]
        for row in _clinics(request)
    ]
    return export.table(request.GET.get("format", ""), "clinics", head, rows)


def _clinics(request: Request) -> list[ClinicRow]:
    language = get_language() or "en"
    region, area = region_names(language), profile_names(language)

    def row(found: ClinicStanding) -> ClinicRow:
        card, kept = found.card, found.punctuality
        return ClinicRow(
            card.public_id,
            pick_text(card.names),
            region(card.region),
            ", ".join(area(code) for code in card.areas),
            str(card.licence.get("number", "")),
            kept.overdue,
            kept.oldest_due_at,
            kept.answered,
            kept.answer_time,
        )

    return [row(found) for found in standing.clinics(request.actor, timezone.now())]


def _partners() -> list[dict[str, Any]]:
    return [
        {
            "name": pick_text(card.names),
            "kind": card.get_kind_display(),
            "country": country_words(card.country),
            "languages": ", ".join(language_words(code) for code in card.languages),
        }
        for card in standing.partners()
    ]


def _matches(row: ClinicRow, asked: dict[str, Any]) -> bool:
    return _named(row.name, asked) and (not asked.get("overdue") or row.overdue > 0)


def _named(name: str, asked: dict[str, Any]) -> bool:
    return str(asked.get("search", "")).casefold() in name.casefold()


navigation(
    "coordinator",
    Entry(gettext_lazy("Figures"), "coordinator:figures", "chart"),
    Entry(gettext_lazy("Export potential"), "coordinator:potential", "scale"),
    Entry(gettext_lazy("Passports of services"), "coordinator:readiness", "file-medical"),
    Entry(gettext_lazy("Registers"), "coordinator:registers", "building"),
    Entry(gettext_lazy("To check"), "coordinator:checking", "check"),
    Entry(gettext_lazy("Prices elsewhere"), "coordinator:abroad", "exchange"),
    Entry(gettext_lazy("Publishing report"), "coordinator:report", "link"),
    Entry(gettext_lazy("Our portal"), "coordinator:portal", "world"),
    Entry(gettext_lazy("Regions' portals"), "coordinator:portals", "world"),
)
