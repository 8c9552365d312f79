"""Pages in machines' words: schema.org in JSON-LD, canonical addresses, one for each language."""

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from sanamost.registry.catalogue.states import PatientGroup
from sanamost.registry.organisations.selectors import in_language
from sanamost.web.components.regional import address_of, regional_of
from sanamost.web.components.wording import pick_text
from sanamost.web.public.portal.cards import ClinicCard

LANGUAGE = "lang"
"""The parameter that chooses a page's language in an address."""
KEPT = ("area", "clinic", "q", "page")
"""Parameters that make another page; all others are left out of canonical addresses."""


def absolute(path: str) -> str:
    """The address of a path as the world knows it: on the whole portal, whichever is asked."""
    within = get_script_prefix()
    return f"{settings.PUBLIC_ADDRESS}/{path.removeprefix(within)}"


def addresses(request: HttpRequest, *, shared: bool = False) -> dict[str, Any]:
    """The page's canonical address and its address in every language (hreflang).

    A `shared` page is the same on every portal: its address is the whole portal's. What a region's
    portal narrows (lists, its first page) has an address of its own there, in its languages.
    """
    regional = None if shared else regional_of(request)
    path = f"{address_of(regional)}{request.path_info}"
    kept = [(name, value) for name in KEPT for value in request.GET.getlist(name)]
    spoken = [code for code, _name in settings.LANGUAGES]
    if regional is not None:
        spoken = [code for code in spoken if code in regional.languages]
    asked = request.GET.get(LANGUAGE, "")
    return {
        "canonical": _with(path, kept, asked if asked in spoken else ""),
        "plain": _with(path, kept, ""),
        "languages": [(code, _with(path, kept, code)) for code in spoken],
    }


def clinic(request: HttpRequest, card: ClinicCard) -> SafeString:
    """A `MedicalClinic` (schema.org)."""
    site = card.sites[0] if card.sites else None
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalClinic",
        "@id": absolute(card.url),
        "name": card.name,
        "alternateName": [name for name in card.card.names.values() if name != card.name],
        "description": card.about,
        "url": absolute(card.url),
        "telephone": card.card.phone,
        "email": card.card.email,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": card.card.country,
            "addressLocality": card.city,
            "streetAddress": in_language(
                site.addresses if site else card.card.addresses, _language(request)
            ),
        },
        "availableLanguage": list(card.card.languages),
        "hasCredential": [
            {"@type": "EducationalOccupationalCredential", "name": one.name}
            for one in card.accreditations
        ],
    }
    if site is not None and site.latitude is not None:
        facts["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(site.latitude),
            "longitude": float(site.longitude),
        }
    return _json(facts)


def treatment(request: HttpRequest, card: ClinicCard, offered: Any) -> SafeString:
    """A `MedicalProcedure` with the clinic's `Offer`, where there is a price."""
    price = offered.prices.get(PatientGroup.FOREIGN)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalProcedure",
        "name": pick_text(offered.names),
        "url": absolute(request.path_info),
    }
    if offered.nomenclature_code:
        facts["code"] = {
            "@type": "MedicalCode",
            "codeValue": offered.nomenclature_code,
            "codingSystem": "RU 804n",
        }
    if price is not None:
        offer = {
            "@context": "https://schema.org",
            "@type": "Offer",
            **_price(offered, price),
            "url": absolute(request.path_info),
            "seller": {"@id": absolute(card.url)},
            "itemOffered": facts,
        }
        return _json(offer)
    return _json(facts)


def _price(offered: Any, price: Decimal) -> dict[str, Any]:
    """The price; of one that says "from" or names a range, its ends alone."""
    highest = offered.highest.get(PatientGroup.FOREIGN)
    if highest is None and PatientGroup.FOREIGN not in offered.at_least:
        return {"price": str(price), "priceCurrency": offered.currency}
    ends = {"minPrice": str(price), **({"maxPrice": str(highest)} if highest else {})}
    known = {"@type": "PriceSpecification", "priceCurrency": offered.currency, **ends}
    return {"priceSpecification": known}


def _language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "en"))


def _with(path: str, kept: list[tuple[str, str]], language: str) -> str:
    query = [*kept, (LANGUAGE, language)] if language else kept
    return f"{path}?{urlencode(query)}" if query else path


def _json(facts: dict[str, Any]) -> SafeString:
    """JSON that may stand inside a script element: no letter of it can end the element."""
    text = json.dumps({name: part for name, part in facts.items() if part}, ensure_ascii=False)
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return mark_safe(text)  # noqa: S308 escaped above
