"""Search for treatment in any of four languages; every filter stands in the address."""

import datetime as dt
import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sanamost.commerce.rates.worth import Worth, worths_in_base
from sanamost.engines.search import Filters, Order, Question, tidied
from sanamost.foundation.access import policies
from sanamost.insight.statistics import answering
from sanamost.insight.statistics.answering import AnswerSpeed
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.search_answers import IN_ROUBLES, Unit
from sanamost.registry.catalogue.search_index import found
from sanamost.registry.catalogue.search_rows import BASE
from sanamost.registry.catalogue.states import ServiceKind, Setting
from sanamost.registry.catalogue.vocabulary import concept_names
from sanamost.registry.catalogue.weekdays import weekdays_of
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.proof_kinds import proof_kinds
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.wording import (
    currency_words,
    language_words,
    pick_text,
    working_words,
)
from sanamost.web.public.portal import described, pictures
from sanamost.web.public.portal.scope import Scope, scope_of
from sanamost.web.routing import route

A_PAGE = 20
DEEPEST_PAGE = 500
LONGEST_QUERY = 200
MOST_VALUES = 12
"""Values of a facet that are offered at first sight; chosen ones always stand."""
ORDERS: dict[str, str | Promise] = {
    "relevance": gettext_lazy("Best match"),
    "price": gettext_lazy("Lowest price"),
    "distance": gettext_lazy("Nearest to an international airport"),
}
HOW: dict[str, str | Promise] = {
    "prefix": gettext_lazy("begins so"),
    "typo": gettext_lazy("spelt nearly so"),
    "transliteration": gettext_lazy("written in other letters"),
    "layout": gettext_lazy("typed on another keyboard layout"),
    "synonym": gettext_lazy("means the same"),
    "code": gettext_lazy("code"),
    "clinic": gettext_lazy("the clinic's name"),
    "place": gettext_lazy("place"),
}
SETTINGS: dict[str, str | Promise] = {
    "inpatient": gettext_lazy("With a stay in hospital"),
    "outpatient": gettext_lazy("Without a stay in hospital"),
    "day": Setting.DAY_HOSPITAL.label,
    "remote": Setting.REMOTE.label,
}
CURRENCIES = (BASE, "USD", "EUR", "CNY", "AED", "SAR", "INR", "TRY", "KZT", "UZS", "AZN", "BYN")
"""Currencies that prices are shown in, where a fresh rate of theirs is known."""
WHOLE_FROM = 10
"""A price reckoned into another currency is shown in whole units from so many on."""
WEEKEND = "yes"
FREE = "free"
"""The filter by the nearest free week; its values are weeks from today."""
WEEKS = (2, 4, 8)
Namer = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet, with how many offers it has under the other filters."""

    code: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter: its parameter in the address and its values, the frequent ones first."""

    parameter: str
    name: str
    values: list[Value]


@dataclass(frozen=True, slots=True)
class Line:
    """One hit as it is read."""

    url: str
    name: str
    clinic: str
    price: Decimal | None
    at_least: bool
    """The clinic says "from": the price is the lowest."""
    free_from: dt.date | None
    """The nearest day with a free place of the area, where the clinic keeps places."""
    weekdays: int
    reasons: list[str]
    ask: str
    answers_in: str
    """The clinic's usual time to a physician's answer; empty while too few are known."""


@route("public", "search", "search/", policies.public())
def search(request: Request) -> HttpResponse:
    """Offers that fit, with counts by filter; what cannot be found leads to the plain request."""
    asked = request.GET
    text = asked.get("q", "").strip()[:LONGEST_QUERY]
    page = _page(asked.get("page", ""))
    scope, today = scope_of(request), timezone.localdate()
    known = _units(today)
    unit = _unit(asked, known)
    question = _question(asked, text, page, scope, unit)
    answer = json.loads(found(question, today=today, unit=unit))
    facets = _facets(asked, answer["facets"], scope)
    if free := _free(asked, question):
        facets.insert(2, free)
    context = {
        "q": text,
        "total": answer["total"],
        "lines": _lines(answer["hits"], unit, today),
        "criteria": f"{reverse('search_order')}?{asked.urlencode()}",
        "fewest": answering.FEWEST,
        "facets": facets,
        "filtered": sum(value.chosen for facet in facets for value in facet.values)
        + bool(asked.get("price_from") or asked.get("price_to")),
        "orders": [(code, words, code == _order(asked)) for code, words in ORDERS.items()],
        "price_from": asked.get("price_from", ""),
        "price_to": asked.get("price_to", ""),
        "currency": unit.currency,
        "base": BASE,
        "currencies": [(code, currency_words(code), code == unit.currency) for code in known],
        "rate_of": known[unit.currency].day,
        "cleared": _cleared(text, unit),
        "nearest": [(word, _address({"q": word})) for word in answer["nearest"][:6]],
        "page": page,
        "pages": -(-min(answer["total"], A_PAGE * DEEPEST_PAGE) // A_PAGE),
        "before": _turned(asked, page - 1) if page > 1 else "",
        "after": _turned(asked, page + 1) if page * A_PAGE < answer["total"] else "",
        "title": _("Search: %(query)s") % {"query": text} if text else _("Find treatment"),
        "summary": "",
        "addresses": described.addresses(request),
        "picture": pictures.of_whole(request),
    }
    return show(request, "public/portal/search.html", context, portal="public")


@route("public", "search_order", "search/how/", policies.public())
def order(request: Request) -> HttpResponse:
    """By what results are ordered; with a question, its first results with what placed them."""
    asked = request.GET
    text = asked.get("q", "").strip()[:LONGEST_QUERY]
    scope, chosen, today = scope_of(request), _order(asked), timezone.localdate()
    unit = _unit(asked, _units(today))
    rows: list[dict[str, Any]] = []
    if text or asked.get("order"):
        question = _question(asked, text, 1, scope, unit)
        rows = json.loads(found(question, today=today, unit=unit))["hits"]
    context = {
        "q": text,
        "order": ORDERS[chosen],
        "orders": [(code, words, code == chosen) for code, words in ORDERS.items()],
        "rows": [
            (
                place,
                _line(hit, unit, answering.UNKNOWN),
                hit["score"],
                hit["distance_km"],
                _every(hit),
            )
            for place, hit in enumerate(rows, 1)
        ],
        "currency": unit.currency,
        "base": BASE,
        "days": answering.DAYS,
        "fewest": answering.FEWEST,
        "back": f"{reverse('search')}?{asked.urlencode()}",
        "title": _("How results are ordered"),
        "summary": "",
        "addresses": described.addresses(request),
        "picture": pictures.of_whole(request),
        "crumbs": [Link(_("Find treatment"), reverse("search"))],
    }
    return show(request, "public/portal/order.html", context, portal="public")


def _every(hit: Mapping[str, Any]) -> str:
    """Every word of the question with how the hit answers it, plain matches too."""
    names = concept_names(get_language() or "en")
    said = [
        f"{one['word']}: {names.get(one['concept'], one['met'])}"
        f" ({HOW.get(one['how'], _('the same word'))})"
        for one in hit["reasons"]
    ]
    return " · ".join(dict.fromkeys(said))


def _units(today: dt.date) -> dict[str, Worth]:
    """The currencies that prices can be shown in today, roubles first."""
    known = {BASE: Worth(Decimal(1), today), **worths_in_base(CURRENCIES, today)}
    return {code: known[code] for code in CURRENCIES if code in known}


def _unit(asked: QueryDict, known: Mapping[str, Worth]) -> Unit:
    """The currency that the address asks for, else roubles."""
    code = asked.get("prices_in", "")
    return Unit(code, known[code].roubles) if code in known else IN_ROUBLES


def _cleared(text: str, unit: Unit) -> str:
    """The same question without filters; the currency stays."""
    kept = {"q": text, "prices_in": "" if unit.currency == BASE else unit.currency}
    return _address({name: value for name, value in kept.items() if value})


def _question(asked: QueryDict, text: str, page: int, scope: Scope, unit: Unit) -> Question:
    def several(name: str) -> frozenset[str]:
        return frozenset(asked.getlist(name)[:50]) - {""}

    return Question(
        text=tidied(text),
        filters=Filters(
            areas=scope.narrowed(several("area"), scope.areas),
            kinds=several("kind"),
            regions=scope.narrowed(several("region"), scope.regions),
            languages=several("language"),
            accreditations=several("accreditation"),
            attributes=several("attribute"),
            settings=several("setting"),
            weekend=WEEKEND in asked.getlist("weekend"),
            price_from=_kopecks(asked.get("price_from", ""), unit, floor),
            price_to=_kopecks(asked.get("price_to", ""), unit, ceil),
            free_until=_free_until(_weeks(asked)),
        ),
        order=Order(_order(asked)),
        offset=(page - 1) * A_PAGE,
        limit=A_PAGE,
        sideways=True,
    )


def _weeks(asked: QueryDict) -> int:
    """Within how many weeks a place shall be free; 0 for whenever."""
    chosen = [weeks for weeks in WEEKS if str(weeks) in asked.getlist(FREE)]
    return max(chosen, default=0)


def _free_until(weeks: int) -> int | None:
    return timezone.localdate().toordinal() + 7 * weeks if weeks else None


def _free(asked: QueryDict, question: Question) -> Facet | None:
    """The facet of free weeks: each count is a question of its own, kept as answers are."""
    chosen = _weeks(asked)
    values = []
    for weeks in WEEKS:
        answer = found(_within(question, weeks), today=timezone.localdate())
        words = ngettext("Within %(number)d week", "Within %(number)d weeks", weeks)
        count = json.loads(answer)["total"]
        values.append(Value(str(weeks), words % {"number": weeks}, count, weeks == chosen))
    shown = [value for value in values if value.count or value.chosen]
    return Facet(FREE, _("Free place"), shown) if shown else None


def _within(question: Question, weeks: int) -> Question:
    """The same asked for the number alone, of what is free by then."""
    filters = replace(question.filters, free_until=_free_until(weeks))
    plain = replace(question, filters=filters, limit=0, sideways=False)
    return replace(plain, offset=0, order=Order.RELEVANCE)


def _order(asked: QueryDict) -> str:
    said = asked.get("order", "")
    return said if said in ORDERS else "relevance"


def _page(said: str) -> int:
    return min(max(int(said), 1), DEEPEST_PAGE) if re.fullmatch(r"[0-9]{1,4}", said) else 1


def _kopecks(said: str, unit: Unit, rounded: Callable[[Decimal], int]) -> int | None:
    """Whole units as people type them, in kopecks; None for what is no amount."""
    digits = re.sub(r"[\s\u00a0\u202f,.']", "", said)
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        return None
    return rounded(int(digits) * 100 * unit.worth)


def _facets(asked: QueryDict, counts: Mapping[str, Mapping[str, int]], scope: Scope) -> list[Facet]:
    language = get_language() or "en"
    areas = {one.code: one.name for one in catalogue.areas(language) if scope.area(one.code)}
    regions = {
        one.code: one.name
        for one in catalogue.regions(language)
        if not scope.regions or one.code in scope.regions
    }
    kinds = {str(code): str(words) for code, words in ServiceKind.choices}
    proofs: dict[str, dict[str, str]] = defaultdict(dict)
    for code, kind in proof_kinds().items():
        proofs[kind.family][code] = pick_text(kind.names)
    certified, offered = proofs["accreditation"], proofs["attribute"]
    settings = {code: str(words) for code, words in SETTINGS.items()}
    known: list[tuple[str, str, str, Namer]] = [
        ("area", "areas", _("Area of care"), lambda code: areas.get(code, "")),
        ("region", "regions", _("Region"), lambda code: regions.get(code, "")),
        ("language", "languages", _("Language of the staff"), language_words),
        ("kind", "kinds", _("Kind"), lambda code: kinds.get(code, "")),
        ("setting", "settings", _("Setting"), lambda code: settings.get(code, "")),
        ("accreditation", "accreditations", _("Accreditation"), lambda c: certified.get(c, "")),
        ("attribute", "attributes", _("For your stay"), lambda code: offered.get(code, "")),
        (
            "weekend",
            "weekend",
            _("Days of the week"),
            lambda code: _("On Saturday or Sunday") if code else "",
        ),
    ]
    made = [
        Facet(parameter, name, _values(asked.getlist(parameter), counts.get(key, {}), namer))
        for parameter, key, name, namer in known
    ]
    return [facet for facet in made if facet.values]


def _values(chosen: list[str], counts: Mapping[str, int], namer: Namer) -> list[Value]:
    rows = [
        Value(code, name, counts.get(code, 0), code in chosen)
        for code in {*counts, *chosen}
        if (name := namer(code))
    ]
    rows.sort(key=lambda row: (not row.chosen, -row.count, row.name))
    return [row for place, row in enumerate(rows) if row.chosen or place < MOST_VALUES]


def _lines(hits: list[Mapping[str, Any]], unit: Unit, day: dt.date) -> list[Line]:
    """The hits with how fast their clinics answer: a query, and those of `answer_speeds`."""
    speeds = answering.answer_speeds(day=day)
    keys = organisations.keys_of({hit["clinic"] for hit in hits}) if hits and speeds else {}
    return [
        _line(hit, unit, speeds.get(keys.get(hit["clinic"], 0), answering.UNKNOWN)) for hit in hits
    ]


def _line(hit: Mapping[str, Any], unit: Unit, speed: AnswerSpeed) -> Line:
    name, free = pick_text(hit["names"]), hit["free_from"]
    return Line(
        url=reverse("treatment", args=[hit["service"]]),
        name=name,
        clinic=pick_text(hit["clinic_names"]),
        price=_shown(hit["price"], unit),
        at_least=hit["at_least"],
        free_from=dt.date.fromisoformat(free) if free else None,
        weekdays=weekdays_of(hit["weekdays"]),
        reasons=_reasons(hit["reasons"], name),
        ask=f"{reverse('request')}?{urlencode({'service': hit['service']})}",
        answers_in="" if speed.time is None else working_words(speed.time),
    )


def _shown(price: float | None, unit: Unit) -> Decimal | None:
    """The price; one that was reckoned from roubles is not told to the cent."""
    if price is None:
        return None
    exact = Decimal(str(price))
    if unit.currency == BASE or exact < WHOLE_FROM:
        return exact
    return exact.quantize(Decimal(1), ROUND_HALF_UP)


def _reasons(told: list[dict[str, str]], name: str) -> list[str]:
    """Why it matches, where that is not plain to see: `менис → мениск (spelt nearly so)`."""
    names = concept_names(get_language() or "en")
    said = [
        f"{reason['word']} → {met} ({HOW[reason['how']]})"
        for reason in told
        if reason["how"] in HOW
        and reason["word"] not in name.casefold()
        and (met := names.get(reason["concept"], reason["met"])).casefold() != reason["word"]
    ]
    return list(dict.fromkeys(said))[:3]


def _address(query: Mapping[str, str]) -> str:
    return f"{reverse('search')}?{urlencode(query)}"


def _turned(asked: QueryDict, page: int) -> str:
    kept = asked.copy()
    kept["page"] = str(page)
    return f"{reverse('search')}?{kept.urlencode()}"
