"""Clinics, areas of care, treatments, regions, and clinics side by side."""

import datetime as dt
from collections import Counter
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sanamost.foundation.access import policies
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.states import WHOLE, PatientGroup, ServiceKind, Setting
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.resources import selectors as resources
from sanamost.web.acting import Request
from sanamost.web.components.abroad import abroad_of
from sanamost.web.components.pages import show
from sanamost.web.components.parts import Link
from sanamost.web.components.service_texts import Contents, contents
from sanamost.web.components.wording import pick_text
from sanamost.web.public.portal import described, pictures
from sanamost.web.public.portal.cards import ClinicCard, cheapest_by_area
from sanamost.web.public.portal.physicians import physicians
from sanamost.web.public.portal.reading import (
    areas_here,
    card_by_key,
    card_of,
    card_or_none,
    cards_here,
    scoped_offers,
)
from sanamost.web.public.portal.scope import scope_of
from sanamost.web.public.portal.tiles import tile_map
from sanamost.web.routing import route

MOST_COMPARED = 4
FOREIGN = PatientGroup.FOREIGN


@route("public", "clinics", "clinics/", policies.public())
def clinics(request: Request) -> HttpResponse:
    """Every working clinic, in the published order."""
    asked = request.GET.get("area", "")
    areas = dict(areas_here(request))
    area = asked if asked in areas else ""
    context = {
        "cards": cards_here(request, area=area),
        "areas": list(areas.items()),
        "area": area,
        "area_name": areas.get(area, ""),
        "crumbs": [],
    }
    return _show(request, "clinics.html", context, title=_("Clinics"))


@route("public", "clinic", "clinics/<slug:code>/", policies.public())
def clinic(request: Request, code: str) -> HttpResponse:
    """One clinic: what it treats and for how much, how to get there, what is proven."""
    card = card_of(request, code)
    day = timezone.localdate()
    names = dict(areas_here(request))
    services = [one for one in catalogue.services_of(card.key, day=day) if FOREIGN in one.prices]
    context = {
        "card": card,
        "areas": [(names.get(one.area, one.area), one) for one in card.areas],
        "packages": _packages(services),
        "remote": [one for one in services if one.setting == Setting.REMOTE],
        "physicians": physicians(card.key, day=day),
        "groups": _by_area(services, names),
        "ask": _ask(clinic=card.code),
        "described": described.clinic(request, card),
        "picture": pictures.tags(request, "clinic", code, pictures.of_clinic(request, card)),
        "crumbs": [Link(_("Clinics"), reverse("clinics"))],
    }
    return _show(request, "clinic.html", context, title=card.name, about=card.about, shared=True)


@route("public", "treatment", "treatments/<service:service>/", policies.public())
def treatment(request: Request, service: str) -> HttpResponse:
    """One treatment at one clinic, and where else there is the same."""
    day = timezone.localdate()
    key, offered = catalogue.treatment(service, day=day)
    card = card_by_key(request, key)
    others = [
        (found, one)
        for found_key, one in catalogue.elsewhere(offered, but=key, day=day)
        if (found := card_or_none(request, found_key)) and FOREIGN in one.prices
    ]
    names = dict(areas_here(request))
    context = {
        "card": card,
        "offered": offered,
        "kind": ServiceKind(offered.kind).label,
        "setting": Setting(offered.setting).label if offered.setting else "",
        "language": _reader(),
        "contents": contents(
            offered,
            language=_reader(),
            reviewed=catalogue.lists_reviewed([offered], language=_reader())[offered.key],
        ),
        "texts": catalogue.texts_shown(offered.key, language=_reader()),
        "price": offered.prices.get(FOREIGN),
        "abroad": abroad_of(
            offered.prices.get(FOREIGN),
            offered.currency,
            nomenclature_code=offered.nomenclature_code,
            area=offered.area,
            day=day,
        ),
        "area": offered.area,
        "area_name": names.get(offered.area, ""),
        "others": others,
        "free": _free(card.key, offered.area, day),
        "ask": _ask(clinic=card.code, area=offered.area, service=offered.public_id),
        "described": described.treatment(request, card, offered),
        "picture": pictures.tags(
            request, "treatment", service, pictures.of_treatment(request, card, offered)
        ),
        "crumbs": [Link(_("Clinics"), reverse("clinics")), Link(card.name, card.url)],
    }
    return _show(request, "treatment.html", context, title=pick_text(offered.names), shared=True)


@route("public", "areas", "areas/", policies.public())
def areas(request: Request) -> HttpResponse:
    """Areas of care that clinics here offer, with the number of clinics and the lowest price."""
    known = cheapest_by_area(scoped_offers(request))
    rows = [(code, name, *known[code]) for code, name in areas_here(request) if code in known]
    return _show(request, "areas.html", {"rows": rows}, title=_("Areas of care"))


@route("public", "area", "areas/<slug:area>/", policies.public())
def area(request: Request, area: str) -> HttpResponse:
    """Who treats in this area, with their treatments."""
    names = dict(areas_here(request))
    if area not in names:
        raise Http404
    day = timezone.localdate()
    cards = cards_here(request, area=area)
    rows = [
        (card, [one for one in _offered(card, day, area) if FOREIGN in one.prices][:12])
        for card in cards
    ]
    offers = [offer for card in cards for offer in card.areas]
    context = {
        "area": area,
        "rows": rows,
        "ask": _ask(area=area),
        "picture": pictures.tags(
            request, "area", area, pictures.of_area(request, area, names[area], offers)
        ),
        "crumbs": [Link(_("Areas of care"), reverse("areas"))],
    }
    return _show(request, "area.html", context, title=names[area])


@route("public", "regions", "regions/", policies.public())
def regions(request: Request) -> HttpResponse:
    """A map of regions with the number of their clinics, and the same as a list."""
    areas = dict(areas_here(request))
    asked = request.GET.get("area", "")
    area = asked if asked in areas else ""
    scope = scope_of(request)
    counts = Counter(card.region for card in organisations.clinics(area) if scope.clinic(card))
    names = {
        one.code: one.name
        for one in catalogue.regions(get_language() or "en")
        if not scope.regions or one.code in scope.regions
    }
    drawn = tile_map(names, counts)
    named = sorted(drawn.tiles, key=lambda tile: (-tile.clinics, tile.name))
    context = {
        "map": drawn,
        "full": [tile for tile in named if tile.clinics],
        "empty": [tile for tile in named if not tile.clinics],
        "areas": list(areas.items()),
        "area": area,
    }
    return _show(request, "regions.html", context, title=_("Regions"))


@route("public", "region", "regions/<slug:region>/", policies.public())
def region(request: Request, region: str) -> HttpResponse:
    """The clinics of one region."""
    names = {one.code: one.name for one in catalogue.regions(get_language() or "en")}
    scope = scope_of(request)
    if region not in names or (scope.regions and region not in scope.regions):
        raise Http404
    cards = [card for card in cards_here(request) if card.region_code == region]
    said = pictures.of_region(request, names[region], len(cards))
    context = {
        "cards": cards,
        "picture": pictures.tags(request, "region", region, said),
        "crumbs": [Link(_("Regions"), reverse("regions"))],
    }
    return _show(request, "region.html", context, title=names[region])


@route("public", "compare", "compare/", policies.public())
def compare(request: Request) -> HttpResponse:
    """Up to four clinics side by side, in one area where one is named."""
    codes = list(dict.fromkeys(request.GET.getlist("clinic")))[:MOST_COMPARED]
    names = dict(areas_here(request))
    asked = request.GET.get("area", "")
    area = asked if asked in names else ""
    known = {card.code: card for card in cards_here(request)}
    chosen = [known[code] for code in codes if code in known]
    day = timezone.localdate()
    context = {
        "chosen": [(card, _offered(card, day, area)[:8] if area else []) for card in chosen],
        "columns": list(chosen),
        "others": [card for code, card in known.items() if code not in codes],
        "areas": list(names.items()),
        "area": area,
        "area_name": names.get(area, ""),
        "full": len(chosen) >= MOST_COMPARED,
        "crumbs": [Link(_("Clinics"), reverse("clinics"))],
    }
    return _show(request, "compare.html", context, title=_("Clinics side by side"))


def _show(
    request: Request,
    template: str,
    context: dict[str, Any],
    *,
    title: str,
    about: str = "",
    shared: bool = False,
) -> HttpResponse:
    return show(
        request,
        f"public/portal/{template}",
        {
            "title": title,
            "summary": about,
            "addresses": described.addresses(request, shared=shared),
            "picture": pictures.of_whole(request),
            **context,
        },
        portal="public",
    )


def _offered(card: ClinicCard, day: dt.date, area: str) -> list[Any]:
    rows = catalogue.services_of(card.key, day=day, area=area)
    wanted = [one for one in rows if one.area == area and FOREIGN in one.prices]
    order = {kind: place for place, kind in enumerate(catalogue.TREATMENTS)}
    return sorted(
        (one for one in wanted if one.kind in order), key=lambda one: (order[one.kind], one.code)
    )


def _free(organisation_id: int, area: str, today: dt.date) -> dt.date | None:
    """The next day on which a patient of the area could come, as far as the clinic has said it."""
    opening = resources.opening_of(organisation_id=organisation_id, area=area)
    days = opening.days_from(today + dt.timedelta(days=1)) if opening else []
    return days[0] if days else None


def _by_area(services: list[Any], names: dict[str, str]) -> list[tuple[str, str, list[Any]]]:
    """Treatments under their areas, in the areas' order; what belongs to all stands last."""
    groups = [
        (code, name, [one for one in services if one.area == code])
        for code, name in [*names.items(), ("", _("For every treatment"))]
    ]
    return [group for group in groups if group[2]]


def _reader() -> str:
    return get_language() or "en"


def _packages(services: list[Any]) -> list[tuple[Any, list[Contents]]]:
    """What has one price for several things, with what is inside."""
    whole = [one for one in services if one.kind in WHOLE]
    reviewed = catalogue.lists_reviewed(whole, language=_reader())
    return [(one, contents(one, language=_reader(), reviewed=reviewed[one.key])) for one in whole]


def _ask(**wish: str) -> str:
    kept = {name: value for name, value in wish.items() if value}
    return f"{reverse('request')}?{urlencode(kept)}"
