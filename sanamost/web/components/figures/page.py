"""What a page of figures shows, gathered once for every portal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sanamost.engines.statistics import MINIMUM, RULES
from sanamost.insight.statistics import selectors
from sanamost.insight.statistics import wording as rule_words
from sanamost.insight.statistics.funnel import STEPS, Funnel, funnel
from sanamost.insight.statistics.selectors import Facts, Report, Scope
from sanamost.journey.cases.states import EndReason, Origin
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.components.figures.periods import Chosen, PeriodForm, chosen
from sanamost.web.components.figures.rows import CrossRow, Row, cell, points, rows
from sanamost.web.components.parts import NavigationItem, Point
from sanamost.web.components.wording import country_words, pick_text

EXPORTS = {"citizenship": "export_citizenship", "residence": "export_non_resident"}
CAME = "came_for_treatment"
STEP_WORDS: dict[str, Promise] = {
    "received": gettext_lazy("Received"),
    "verified": gettext_lazy("Verified by call"),
    "forwarded": gettext_lazy("Forwarded to clinics"),
    "proposed": gettext_lazy("Proposal sent"),
    "accepted": gettext_lazy("Proposal accepted"),
    "in_force": gettext_lazy("Agreement in force"),
    "admitted": gettext_lazy("Admitted"),
    "discharged": gettext_lazy("Discharged"),
    "closed": gettext_lazy("Closed"),
}
SOURCE_WORDS: dict[str, Promise] = {
    "cbr": gettext_lazy("Bank of Russia"),
    "ecb": gettext_lazy("European Central Bank"),
    "manual": gettext_lazy("typed in by hand"),
}
Link = Callable[[str], str]


def _no_link(key: str) -> str:  # noqa: ARG001 the same shape as the others
    return ""


@dataclass(frozen=True, slots=True)
class Figured:
    """Both bases of one scope and period, before they are put in words."""

    form: PeriodForm
    chosen: Chosen
    export_code: str
    facts: Facts
    scope: Scope
    export: Report
    came: Report


def figured(request: Request, scope: Scope | None = None) -> Figured:
    """Read what the address asks for; raises `NotVisible` for a scope that holds nothing."""
    form, when = chosen(request.GET, timezone.localdate())
    basis = request.GET.get("export", "")
    code = EXPORTS.get(basis, EXPORTS["citizenship"])
    found = selectors.facts(request.actor, when.period)
    place = scope or Scope()

    def under(rule: str) -> Report:
        return selectors.report(request.actor, found, RULES[rule], when.period, place)

    return Figured(form, when, code, found, place, under(code), under(CAME))


def page(
    request: Request,
    shown: Figured,
    *,
    region_url: Link = _no_link,
    clinic_url: Link = _no_link,
) -> dict[str, Any]:
    """The context of components/figures/page.html."""
    language = get_language() or "en"
    by_country = rows(shown.export.by_citizenship, shown.came.by_citizenship, country_name)
    by_profile = rows(shown.export.by_profile, shown.came.by_profile, profile_names(language))
    return {
        "form": shown.form,
        "period": shown.chosen,
        "outsider": not selectors.sees_people(request.actor),
        "minimum": MINIMUM,
        "bases": [_basis(shown.export), _basis(shown.came)],
        "exports": _choices(request, "export", EXPORTS, shown.export_code),
        "by_country": by_country,
        "by_profile": by_profile,
        "country_charts": _charts(by_country),
        "profile_charts": _charts(by_profile),
        "by_region": _regions(shown, language, region_url),
        "by_clinic": _clinics(shown, clinic_url),
        "cross": _cross(request, shown, language),
        "rates": _rates(shown.facts),
        "without_rate": shown.facts.without_rate,
        "query": request.GET.urlencode(),
        **(_funnel(request, shown) if shown.scope.whole else {}),
    }


def country_name(code: str) -> str:
    """A citizenship's name; said so where nobody asked."""
    return country_words(code) if code else _("Not asked")


def profile_names(language: str) -> Callable[[str], str]:
    """The names of the areas of care."""
    names = {area.code: area.name for area in catalogue.areas(language)}
    return lambda code: names.get(code, code) if code else _("Not said")


def region_names(language: str) -> Callable[[str], str]:
    """The names of regions."""
    names = {region.code: region.name for region in catalogue.regions(language)}
    return lambda code: names.get(code, code) if code else _("No region")


def _basis(report: Report) -> dict[str, Any]:
    words = rule_words.RULES[report.rule.code]
    return {
        "code": report.rule.code,
        "words": words,
        "total": cell(report.total),
        "undecided": report.undecided,
        "persons_rule": rule_words.PERSONS,
        "episodes_rule": rule_words.EPISODES,
        "visits_rule": rule_words.VISITS,
        "money_rule": rule_words.MONEY,
    }


def _choices(
    request: Request, parameter: str, options: Mapping[str, str], now: str
) -> list[NavigationItem]:
    found = []
    for value, code in options.items():
        asked = request.GET.copy()
        asked[parameter] = value
        words = str(rule_words.RULES[code].name)
        found.append(NavigationItem(words, f"?{asked.urlencode()}", current=code == now))
    return found


def _charts(made: list[Row]) -> list[list[Point]]:
    return [
        points((row.name, row.export) for row in made),
        points((row.name, row.came) for row in made),
    ]


def _regions(shown: Figured, language: str, url: Link) -> list[Row]:
    if len(shown.export.by_region) + len(shown.came.by_region) < 2:
        return []
    return rows(shown.export.by_region, shown.came.by_region, region_names(language), url)


def _clinics(shown: Figured, url: Link) -> list[Row]:
    keys = {*shown.export.by_organisation, *shown.came.by_organisation}
    if shown.scope.organisation or not keys:
        return []
    names = {
        card.public_id: pick_text(card.names)
        for card in organisations.every_clinic()
        if card.public_id in keys
    }
    return rows(
        shown.export.by_organisation,
        shown.came.by_organisation,
        lambda key: names.get(key, key),
        url,
    )


def _cross(request: Request, shown: Figured, language: str) -> dict[str, Any] | None:
    """Profile by citizenship with persons, visits and sum, as reports of this kind are printed."""
    rules = {"export": shown.export_code, "came": CAME}
    side = request.GET.get("cross", "")
    report = shown.came if side == "came" else shown.export
    if not report.cells:
        return None
    name_of = profile_names(language)
    countries = sorted({country for _, country in report.cells}, key=country_name)
    profiles = sorted({profile for profile, _ in report.cells}, key=name_of)
    return {
        "rule": rule_words.RULES[report.rule.code],
        "tabs": _choices(request, "cross", rules, report.rule.code),
        "countries": [country_name(code) for code in countries],
        "rows": [
            CrossRow(
                name_of(profile),
                [cell(report.cells.get((profile, country))) for country in countries],
                cell(report.by_profile.get(profile)),
            )
            for profile in profiles
        ],
        "totals": [cell(report.by_citizenship.get(country)) for country in countries],
        "total": cell(report.total),
    }


def _rates(found: Facts) -> dict[str, Any]:
    if not found.rate_days:
        return {}
    return {
        "sources": ", ".join(str(SOURCE_WORDS[source]) for source in found.rate_sources),
        "first": found.rate_days[0],
        "last": found.rate_days[-1],
    }


def _funnel(request: Request, shown: Figured) -> dict[str, Any]:
    made = funnel(request.actor, shown.chosen.period)
    if made.steps["received"] == 0:
        return {}
    names = {key: pick_text(card.names) for key, card in _partners(made).items()}
    heads = [str(words) for words in STEP_WORDS.values()]
    return {
        "funnel_points": [
            Point(
                str(STEP_WORDS[step]),
                number or 0,
                _("hidden") if number is None else "",
                quiet=number is None,
            )
            for step, number in made.steps.items()
        ],
        "funnel_heads": heads,
        "funnel_rows": [
            *(
                (Origin(origin).label, list(zip(heads, each.values(), strict=True)))
                for origin, each in made.by_origin.items()
            ),
            *(
                (names[partner], list(zip(heads, each.values(), strict=True)))
                for partner, each in made.by_partner.items()
            ),
        ],
        "ended": [(EndReason(reason).label, number) for reason, number in made.ended.items()],
    }


def _partners(made: Funnel) -> dict[int, Any]:
    return organisations.cards(set(made.by_partner))


__all__ = ["STEPS", "figured", "page"]
