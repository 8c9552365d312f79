"""Passports of services rolled up: profiles, one profile by clinic, one clinic of it."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.engines import passports as engine
from sanamost.engines.passports import BANDS, Figures, Verdict
from sanamost.engines.statistics import MINIMUM
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.readiness import selectors
from sanamost.insight.readiness.rulebook import text_in
from sanamost.insight.readiness.selectors import Report
from sanamost.web.acting import Request
from sanamost.web.components import export
from sanamost.web.components import passports as shown
from sanamost.web.components.figures.page import region_names
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.wording import pick_text, reader_language
from sanamost.web.coordinator.forms.readiness import dates_of
from sanamost.web.coordinator.pages.figures import COORDINATORS
from sanamost.web.routing import route

Line = list[Any]


@route("coordinator", "readiness", "readiness/", COORDINATORS)
def readiness(request: Request) -> HttpResponse:
    """Every profile of which a clinic has filled a passport."""
    form, on, earlier = dates_of(request.GET, timezone.localdate())
    rows = selectors.overview(request.actor, on=on, earlier=earlier)
    names = shown.area_names()
    query = urlencode({"on": on, "earlier": earlier})
    context = {
        "form": form,
        "rows": [
            {
                "row": row,
                "name": names.get(row.area, row.area),
                "url": f"{reverse('coordinator:readiness_area', args=[row.area])}?{query}",
                "filled_change": shown.change_words(row.counts.filled - row.before.filled),
                "beds_change": shown.change_words(row.counts.beds - row.before.beds),
                "risks": len(row.findings.risks),
            }
            for row in rows
        ],
    }
    return _show(request, "overview", context)


@route("coordinator", "readiness_area", "readiness/profiles/<slug:area>/", COORDINATORS)
def readiness_area(request: Request, area: str) -> HttpResponse:
    """One profile: sums, change, risks, clinics that have not filled."""
    form, found = _report(request, area)
    name = _name(area)
    region = region_names(reader_language())
    query = urlencode({"on": found.on, "earlier": found.earlier, "area": area})
    address = reverse("coordinator:readiness_area", args=[area])
    context = {
        "form": form,
        "found": found,
        "title": f"{name}, {region(found.region)}" if found.region else name,
        "area": area,
        "minimum": MINIMUM,
        "query": query,
        "counts": shown.counts_shown(found.counts, found.before if found.clinics_before else None),
        "bands": shown.band_heads(),
        "staff": shown.staff_rows(found.figures),
        "machines": shown.kind_rows(found.figures.machines or ()),
        "risks": shown.risk_rows(found.findings.risks, found.book),
        "withheld": found.findings.withheld,
        "book": found.book,
        "spread": _spread(found),
        "clinics": [_clinic_line(row, region, query) for row in found.rows],
        "missing": [(pick_text(card.names), region(card.region)) for card in found.missing],
        "regions": [
            {
                "name": region(row.region),
                "url": f"{address}?{query}&{urlencode({'region': row.region})}",
                "row": row,
                "filled_change": shown.change_words(row.counts.filled - row.before.filled),
                "risks": len(row.findings.risks),
            }
            for row in found.regions
        ],
        "sheets": [
            ("staff", _("Staff")),
            ("machines", _("Equipment")),
            ("places", _("Places of care")),
            ("clinics", _("Clinics")),
            ("risks", _("Risks")),
        ],
        "crumbs": _crumbs(request),
    }
    return _show(request, "area", context)


@route(
    "coordinator",
    "readiness_clinic",
    "readiness/clinics/<organisation:organisation>/",
    COORDINATORS,
)
def readiness_clinic(request: Request, organisation: str) -> HttpResponse:
    """One clinic's newest passport of a profile, without small groups of people."""
    form, on, earlier = dates_of(request.GET, timezone.localdate())
    filled = selectors.profiles_filled(request.actor, on=on).get(organisation, [])
    area = request.GET.get("area", "")
    if area not in filled:
        area = next(iter(filled), "")
    row = selectors.clinic_report(request.actor, organisation, area=area, on=on, earlier=earlier)
    findings = row.assessed.findings
    context = {
        "form": form,
        "area": area,
        "row": row,
        "name": pick_text(row.card.names),
        "profile": _name(area),
        "minimum": MINIMUM,
        "counts": shown.counts_shown(row.counts, row.before),
        "figures": row.figures,
        "bands": shown.band_heads(),
        "staff": shown.staff_rows(row.figures),
        "machines": shown.machine_rows(row.figures.machines or ()),
        "care_places": shown.place_rows(row.figures),
        "standards": shown.standards_shown(row.assessed),
        "risks": shown.risk_rows(findings.risks, row.assessed.book),
        "withheld": findings.withheld,
        "book": row.assessed.book,
        "crumbs": [
            *_crumbs(request),
            Link(_name(area), reverse("coordinator:readiness_area", args=[area])),
        ],
    }
    return _show(request, "clinic", context)


@route(
    "coordinator",
    "readiness_sheet",
    "readiness/profiles/<slug:area>/sheets/<slug:table>/",
    COORDINATORS,
)
def readiness_sheet(request: Request, area: str, table: str) -> HttpResponse:
    """A table of the profile as a file: staff, equipment, places, clinics or risks."""
    made = _SHEETS.get(table)
    if made is None:
        raise Http404
    _form, found = _report(request, area)
    head, *rows = made(found)
    of = [_("Profile"), _("Date"), _("Region")]
    region = region_names(reader_language())
    where = [_name(area), found.on, region(found.region) if found.region else _("All")]
    name = f"passports-{area}-{table}-{found.on}"
    lines = ([*where, *row] for row in rows)
    return export.table(request.GET.get("format", ""), name, [*of, *head], lines)


def _report(request: Request, area: str) -> tuple[Any, Report]:
    if area not in shown.area_names():
        raise NotVisible
    form, on, earlier = dates_of(request.GET, timezone.localdate())
    region = request.GET.get("region", "")
    found = selectors.report(request.actor, area=area, on=on, earlier=earlier, region=region)
    return form, found


def _name(area: str) -> str:
    return shown.area_names().get(area, area)


def _spread(found: Report) -> list[tuple[str, int]]:
    """In how many clinics each risk is found, the most frequent first."""
    language = reader_language()
    names = {rule.code: text_in(rule.names, language) for rule in found.book.rules}
    spread = sorted(found.in_clinics.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(names[code], number) for code, number in spread]


def _clinic_line(row: selectors.ClinicRow, region: Any, query: str) -> dict[str, Any]:
    verdicts = row.assessed.verdicts
    address = reverse("coordinator:readiness_clinic", args=[row.card.public_id])
    return {
        "row": row,
        "name": pick_text(row.card.names),
        "region": region(row.card.region),
        "url": f"{address}?{query}",
        "met": verdicts.get(Verdict.MET, 0),
        "unmet": verdicts.get(Verdict.NOT_MET, 0),
        "unknown": verdicts.get(Verdict.UNKNOWN, 0),
        "risks": len(row.assessed.findings.risks),
        "filled_change": ""
        if row.before is None
        else shown.change_words(row.counts.filled - row.before.filled),
    }


def _staff_sheet(found: Report) -> Iterator[Line]:
    people = [_("People"), *shown.band_heads()]
    posts = [_("Posts planned"), _("Posts filled"), _("Posts filled earlier")]
    yield [_("Code"), _("Speciality"), *posts, *people]
    names = shown.speciality_names()
    before = engine.staff_by_speciality(found.before_figures)
    for line in found.figures.staff or ():
        earlier = before.get(line.speciality)
        counted = [line.people, *(line.ages.get(band) for band in BANDS)]
        yield [
            line.speciality,
            names.get(line.speciality, ""),
            line.planned,
            line.filled,
            earlier.filled if earlier else 0,
            *(_("hidden") if number is None else number for number in counted),
        ]


def _machines_sheet(found: Report) -> Iterator[Line]:
    years = [_("Oldest year"), _("Newest year")]
    yield [_("Code"), _("Kind"), _("Units"), *years, _("Load in per cent")]
    for one in engine.by_kind(found.figures.machines or ()):
        yield [one.kind, shown.kind_words(one.kind), one.units, one.oldest, one.newest, one.load]


def _places_sheet(found: Report) -> Iterator[Line]:
    yield [_("Clinic"), _("Kind"), _("Place"), _("Beds"), _("Day places")]
    for row in found.rows:
        for place in shown.place_rows(row.figures):
            name = pick_text(row.card.names)
            yield [name, place.kind, place.name, place.beds, place.day_places]


def _clinics_sheet(found: Report) -> Iterator[Line]:
    counted = shown.counts_shown(found.counts, None)
    labels = [one.label for one in counted]
    checks = [_("Met"), _("Not met"), _("Not known")]
    yield [_("Clinic"), _("Date of the figures"), *labels, *checks, _("Risks")]
    for row in found.rows:
        verdicts = row.assessed.verdicts
        yield [
            pick_text(row.card.names),
            row.as_of,
            *_numbers(row.figures),
            *(verdicts.get(verdict, 0) for verdict in Verdict),
            len(row.assessed.findings.risks),
        ]
    for card in found.missing:
        yield [pick_text(card.names), _("not filled")]
    yield [_("Total"), "", *_numbers(found.figures)]


def _risks_sheet(found: Report) -> Iterator[Line]:
    yield [_("Clinic"), _("Risk"), _("Weight"), _("What it follows from"), _("Edition")]
    version = found.book.version
    for risk in shown.risk_rows(found.findings.risks, found.book):
        yield [_("All together"), risk.name, risk.weight, risk.words, version]
    for row in found.rows:
        for risk in shown.risk_rows(row.assessed.findings.risks, found.book):
            yield [pick_text(row.card.names), risk.name, risk.weight, risk.words, version]


def _numbers(figures: Figures) -> Line:
    found = engine.counts(figures)
    posts = [found.planned, found.filled, found.machines]
    return [*posts, found.places, found.centres, found.beds, found.day_places]


_SHEETS = {
    "staff": _staff_sheet,
    "machines": _machines_sheet,
    "places": _places_sheet,
    "clinics": _clinics_sheet,
    "risks": _risks_sheet,
}


def _crumbs(request: Request) -> list[Link]:
    kept = {name: request.GET[name] for name in ("on", "earlier") if name in request.GET}
    url = reverse("coordinator:readiness")
    return [Link(_("Passports of services"), f"{url}?{urlencode(kept)}" if kept else url)]


def _show(request: Request, page: str, context: dict[str, Any]) -> HttpResponse:
    return show(
        request,
        f"coordinator/readiness/{page}.html",
        context,
        portal="coordinator",
        current="coordinator:readiness",
    )
