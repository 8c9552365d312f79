"""Pictures of the portal's pages for where links to them are shown (Open Graph).

The address carries a digest of what the picture says, so it may be kept for ever; an old address
leads to the picture of today. Drawn once, kept on the machine (settings.CACHES["pictures"]).
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse
from django.utils import timezone, translation
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.foundation.documents.pictures import HEIGHT, WIDTH, Said, picture
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.selectors import AreaOffer
from sanamost.registry.catalogue.states import PatientGroup
from sanamost.web.components.regional import address_of, regional_of
from sanamost.web.components.wording import money_words, pick_text
from sanamost.web.public.portal.cards import ClinicCard, cheapest_by_area
from sanamost.web.public.portal.reading import (
    areas_here,
    card_by_key,
    card_of,
    cards_here,
    scoped_offers,
)
from sanamost.web.routing import route

WHOLE = "portal"
"""The picture of pages that have none of their own."""


@route("public", "picture", "pictures/<slug:what>/<slug:code>/<slug:stamp>.png", policies.public())
def shown(request: HttpRequest, what: str, code: str, stamp: str) -> HttpResponse:
    """The picture of a page in the language that the stamp begins with."""
    language, _dash, version = stamp.rpartition("-")
    if language not in dict(settings.LANGUAGES) or what not in READ:
        raise Http404
    with translation.override(language):
        said = READ[what](request, code)
        if said.version != version:
            return redirect(_path(what, code, said))
    kept = caches["pictures"]
    drawn = kept.get(said.version)
    if drawn is None:
        drawn = picture(said)
        kept.set(said.version, drawn)
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def tags(request: HttpRequest, what: str, code: str, said: Said) -> dict[str, Any]:
    """The picture as a page's head names it."""
    path = _path(what, code, said).removeprefix(get_script_prefix())
    words = ", ".join(filter(None, (said.label, said.title)))
    return {
        "url": f"{address_of(regional_of(request))}/{path}",
        "width": WIDTH,
        "height": HEIGHT,
        "alt": words,
    }


def of_whole(request: HttpRequest) -> dict[str, Any]:
    """The picture of a page that has none of its own."""
    return tags(request, WHOLE, WHOLE, of_portal(request))


def of_clinic(request: HttpRequest, card: ClinicCard) -> Said:
    """A clinic: where it is, what is certified, how much it offers."""
    priced = ngettext(
        "%(number)s treatment with its price", "%(number)s treatments with their prices",
        card.treatments,
    ) % {"number": card.treatments}  # fmt: skip
    return _said(
        request,
        _("Clinic"),
        card.name,
        _joined(card.city, card.region),
        _joined(*(one.name for one in card.accreditations)),
        priced if card.treatments else "",
    )


def of_treatment(request: HttpRequest, card: ClinicCard, offered: Any) -> Said:
    """A treatment: at which clinic and for how much."""
    price = offered.prices.get(PatientGroup.FOREIGN)
    words = _("On request") if price is None else money_words(price, offered.currency)
    title = pick_text(offered.names)
    return _said(request, _("Treatment"), title, _joined(card.name, card.city), words)


def of_area(request: HttpRequest, code: str, name: str, offers: Iterable[AreaOffer]) -> Said:
    """An area of care: how many clinics, from what price."""
    known = cheapest_by_area(offers).get(code)
    if known is None:
        return _said(request, _("Area of care"), name)
    clinics, price, currency = known
    lowest = _("from %(lowest)s") % {"lowest": money_words(price, currency)}
    return _said(request, _("Area of care"), name, _clinics(clinics), lowest)


def of_region(request: HttpRequest, name: str, clinics: int) -> Said:
    """A region: how many clinics."""
    return _said(request, _("Region"), name, _clinics(clinics) if clinics else "")


def of_portal(request: HttpRequest) -> Said:
    """The portal itself."""
    regional = regional_of(request)
    title = _("A bridge to the treatment you need")
    return _said(request, "", pick_text(regional.names) if regional else title,
                 title if regional else "")  # fmt: skip


def _said(request: HttpRequest, label: str, title: str, *lines: str) -> Said:
    regional = regional_of(request)
    face = {"brand": pick_text(regional.names), "accent": regional.accent_light} if regional else {}
    language = get_language() or "en"
    return Said(title=title, label=label, lines=lines, language=language, **face)


def _path(what: str, code: str, said: Said) -> str:
    return reverse("picture", args=[what, code, f"{said.language}-{said.version}"])


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _clinics(number: int) -> str:
    return ngettext("%(number)s clinic", "%(number)s clinics", number) % {"number": number}


def _read_clinic(request: HttpRequest, code: str) -> Said:
    return of_clinic(request, card_of(request, code))


def _read_treatment(request: HttpRequest, code: str) -> Said:
    key, offered = catalogue.treatment(code, day=timezone.localdate())
    return of_treatment(request, card_by_key(request, key), offered)


def _read_area(request: HttpRequest, code: str) -> Said:
    name = _named(dict(areas_here(request)), code)
    return of_area(request, code, name, scoped_offers(request))


def _read_region(request: HttpRequest, code: str) -> Said:
    names = {one.code: one.name for one in catalogue.regions(get_language() or "en")}
    clinics = [card for card in cards_here(request) if card.region_code == code]
    return of_region(request, _named(names, code), len(clinics))


def _read_portal(request: HttpRequest, code: str) -> Said:
    if code != WHOLE:
        raise Http404
    return of_portal(request)


def _named(names: dict[str, str], code: str) -> str:
    if code not in names:
        raise Http404
    return names[code]


READ = {
    "clinic": _read_clinic,
    "treatment": _read_treatment,
    "area": _read_area,
    "region": _read_region,
    WHOLE: _read_portal,
}
