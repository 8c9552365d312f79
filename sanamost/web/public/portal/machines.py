"""For search engines and aggregators: robots.txt, the site map, the feed of offers."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from sanamost.foundation.access import policies
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.catalogue.weekdays import days
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.selectors import in_language
from sanamost.registry.publishing import selectors as publishing
from sanamost.web.components.export import table
from sanamost.web.public.portal.described import LANGUAGE, absolute
from sanamost.web.routing import route

KEPT_FOR = "public, max-age=300"
PRIVATE = ("/my/", "/desk/", "/partner/", "/coordinator/", "/administration/", "/account/")
PRIVATE_MORE = ("/files/", "/papers/", "/request/step/")
CAMPAIGN_LETTERS = 40


@route("public", "robots", "robots.txt", policies.public())
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 a page takes its request
    """What search engines may read: the portal, not people's own pages."""
    closed = "".join(f"Disallow: {path}\n" for path in (*PRIVATE, *PRIVATE_MORE))
    words = f"User-agent: *\n{closed}Sitemap: {absolute(reverse('sitemap'))}\n"
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


@route("public", "sitemap", "sitemap.xml", policies.public())
def sitemap(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 a page takes its request
    """Every page of the portal with its address in each language."""
    entries = "".join(_entry(path) for path in _paths(timezone.localdate()))
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{entries}</urlset>\n"
    )
    return _kept(HttpResponse(body, content_type="application/xml; charset=utf-8"))


@route("public", "feed", "feeds/offers.<slug:kind>", policies.public())
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """Offers for foreign portals: xml, csv or json; `campaign` stands in every link and stays."""
    language = str(getattr(request, "LANGUAGE_CODE", "en"))
    campaign = "".join(
        letter for letter in request.GET.get("campaign", "") if letter.isalnum() or letter in "-_"
    )[:CAMPAIGN_LETTERS]
    rows = list(_offers(timezone.localdate(), language, campaign))
    if kind == "json":
        return _kept(JsonResponse({"offers": rows}, json_dumps_params={"ensure_ascii": False}))
    if kind == "csv":
        head = list(rows[0]) if rows else ["id"]
        return _kept(table("csv", "offers", head, ([*row.values()] for row in rows)))
    if kind == "xml":
        return _kept(HttpResponse(_xml(rows), content_type="application/xml; charset=utf-8"))
    return HttpResponse(status=404)


def _paths(day: dt.date) -> Iterator[str]:
    for name in ("home", "clinics", "areas", "regions", "checkup", "search_order", "request"):
        yield reverse(name)
    offers = catalogue.area_offers(day=day)
    yield from (reverse("area", args=[code]) for code in sorted({one.area for one in offers}))
    for edition in publishing.editions():
        if not edition.host:  # another host's pages stand in another host's map
            own = f"/in/{edition.code}"
            yield from (f"{own}{reverse(name)}" for name in ("home", "clinics", "areas"))
    cards = organisations.clinics()
    yield from (reverse("region", args=[code]) for code in sorted({c.region for c in cards} - {""}))
    for card in cards:
        yield reverse("clinic", args=[card.code])
        for one in catalogue.services_of(card.pk, day=day):
            if PatientGroup.FOREIGN in one.prices and one.kind in catalogue.TREATMENTS:
                yield reverse("treatment", args=[one.public_id])


def _entry(path: str) -> str:
    address = escape(absolute(path))
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}?{LANGUAGE}={code}"/>'
        for code, _name in settings.LANGUAGES
    )
    return f"<url><loc>{address}</loc>{others}</url>\n"


def _offers(day: dt.date, language: str, campaign: str) -> Iterator[dict[str, Any]]:
    query = urlencode({LANGUAGE: language, **({"campaign": campaign} if campaign else {})})
    for card in organisations.clinics():
        for one in catalogue.services_of(card.pk, day=day):
            price = one.prices.get(PatientGroup.FOREIGN)
            if price is None or one.kind not in catalogue.TREATMENTS:
                continue
            yield {
                "id": one.public_id,
                "name": in_language(one.names, language),
                "clinic": in_language(card.names, language),
                "clinic_code": card.code,
                "region": card.region,
                "area": one.area,
                "kind": one.kind,
                "official_code": one.nomenclature_code,
                "setting": one.setting,
                "price": str(price),
                "at_least": "true" if PatientGroup.FOREIGN in one.at_least else "false",
                "currency": one.currency,
                "weekdays": " ".join(map(str, days(one.weekdays))),
                "url": f"{absolute(reverse('treatment', args=[one.public_id]))}?{query}",
            }


def _xml(rows: list[dict[str, Any]]) -> str:
    offers = "".join(
        "<offer>"
        + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in row.items())
        + "</offer>\n"
        for row in rows
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<offers>\n{offers}</offers>\n'


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = KEPT_FOR
    return response
