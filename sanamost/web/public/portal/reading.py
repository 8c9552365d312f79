"""What the portal that is asked shows: its clinics and areas, read for the page at hand."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.selectors import AreaOffer
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.states import OrganisationKind
from sanamost.web.public.portal.cards import ClinicCard, clinic_cards
from sanamost.web.public.portal.scope import scope_of


def scoped_offers(request: HttpRequest) -> list[AreaOffer]:
    """What the clinics of the portal that is asked offer by area."""
    scope = scope_of(request)
    shown = [card.pk for card in organisations.clinics() if scope.clinic(card)]
    offers = catalogue.area_offers(day=timezone.localdate(), organisation_ids=shown)
    return [offer for offer in offers if scope.area(offer.area)]


def cards_here(request: HttpRequest, area: str = "") -> list[ClinicCard]:
    """Its clinics, of one area where one is named, in the published order."""
    scope = scope_of(request)
    rows = [card for card in organisations.clinics(area) if scope.clinic(card)]
    return _read(rows, area)


def card_of(request: HttpRequest, code: str) -> ClinicCard:
    """The clinic of the code; raises `Http404` for one that it does not show."""
    row = organisations.card_by_code(code)
    if row is None or not takes(request, row):
        raise Http404
    return _read([row])[0]


def card_by_key(request: HttpRequest, key: int) -> ClinicCard:
    """The clinic of the key; raises `Http404` for one that it does not show."""
    card = card_or_none(request, key)
    if card is None:
        raise Http404
    return card


def card_or_none(request: HttpRequest, key: int) -> ClinicCard | None:
    """The clinic of the key, if it shows it."""
    row = organisations.card(key)
    return _read([row])[0] if takes(request, row) else None


def takes(request: HttpRequest, row: Any) -> bool:
    """Whether this portal shows it: a clinic, verified, not suspended, of the portal's scope."""
    return (
        row.kind == OrganisationKind.CLINIC
        and row.verified_at is not None
        and row.suspended_at is None
        and scope_of(request).clinic(row)
    )


def _read(rows: list[Any], area: str = "") -> list[ClinicCard]:
    return clinic_cards(
        day=timezone.localdate(),
        language=get_language() or "en",
        rows=rows,
        area=area,
    )


def areas_here(request: HttpRequest) -> list[tuple[str, str]]:
    """Codes and names of its areas of care, in their order."""
    scope = scope_of(request)
    known = catalogue.areas(get_language() or "en")
    return [(one.code, one.name) for one in known if scope.area(one.code)]
