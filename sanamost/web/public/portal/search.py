"""Search for treatment in any of four languages; every filter stands in the address."""

import json
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.insight.statistics import answering
from sanamost.registry.catalogue.search_index import found
from sanamost.registry.catalogue.search_rows import BASE
from sanamost.web.acting import Request
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.wording import (
    currency_words,
)
from sanamost.web.public.portal import described, pictures
from sanamost.web.public.portal.asked import (
    A_PAGE,
    DEEPEST_PAGE,
    LONGEST_QUERY,
    ORDERS,
    address_of,
    cleared,
    order_of,
    page_of,
    question_of,
    turned,
    unit_of,
    units,
)
from sanamost.web.public.portal.facets import facets_of, free_weeks
from sanamost.web.public.portal.lines import every_reason, line_of, lines_of
from sanamost.web.public.portal.scope import scope_of
from sanamost.web.routing import route


@route("public", "search", "search/", policies.public())
def search(request: Request) -> HttpResponse:
    """Offers that fit, with counts by filter; what cannot be found leads to the plain request."""
    asked = request.GET
    text = asked.get("q", "").strip()[:LONGEST_QUERY]
    page = page_of(asked.get("page", ""))
    scope, today = scope_of(request), timezone.localdate()
    known = units(today)
    unit = unit_of(asked, known)
    question = question_of(asked, text, page, scope, unit)
    answer = json.loads(found(question, today=today, unit=unit))
    facets = facets_of(asked, answer["facets"], scope)
    if free := free_weeks(asked, question):
        facets.insert(2, free)
    context = {
        "q": text,
        "total": answer["total"],
        "lines": lines_of(answer["hits"], unit, today),
        "criteria": f"{reverse('search_order')}?{asked.urlencode()}",
        "fewest": answering.FEWEST,
        "facets": facets,
        "filtered": sum(value.chosen for facet in facets for value in facet.values)
        + bool(asked.get("price_from") or asked.get("price_to")),
        "orders": [(code, words, code == order_of(asked)) for code, words in ORDERS.items()],
        "price_from": asked.get("price_from", ""),
        "price_to": asked.get("price_to", ""),
        "currency": unit.currency,
        "base": BASE,
        "currencies": [(code, currency_words(code), code == unit.currency) for code in known],
        "rate_of": known[unit.currency].day,
        "cleared": cleared(text, unit),
        "nearest": [(word, address_of({"q": word})) for word in answer["nearest"][:6]],
        "page": page,
        "pages": -(-min(answer["total"], A_PAGE * DEEPEST_PAGE) // A_PAGE),
        "before": turned(asked, page - 1) if page > 1 else "",
        "after": turned(asked, page + 1) if page * A_PAGE < answer["total"] else "",
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
    scope, chosen, today = scope_of(request), order_of(asked), timezone.localdate()
    unit = unit_of(asked, units(today))
    rows: list[dict[str, Any]] = []
    if text or asked.get("order"):
        question = question_of(asked, text, 1, scope, unit)
        rows = json.loads(found(question, today=today, unit=unit))["hits"]
    context = {
        "q": text,
        "order": ORDERS[chosen],
        "orders": [(code, words, code == chosen) for code, words in ORDERS.items()],
        "rows": [
            (
                place,
                line_of(hit, unit, answering.UNKNOWN),
                hit["score"],
                hit["distance_km"],
                every_reason(hit),
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
