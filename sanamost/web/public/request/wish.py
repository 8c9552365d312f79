"""What the visitor was looking at when they began to ask: kept with the draft, seen at the desk."""

from typing import Any

from django.utils.translation import gettext as _

from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.organisations import selectors as organisations
from sanamost.web.acting import Request
from sanamost.web.components.regional import regional_of
from sanamost.web.components.wording import pick_text

SESSION = "wish"
CAMPAIGN_LETTERS = 40
OF_ONE = frozenset({"wished_clinic", "wished_service", "setting"})
"""What belongs together in one wish."""
CHECKUP = "for_checkup"


def note(request: Request) -> None:
    """Remember clinic, area, treatment and campaign of the link by which somebody came to ask.

    A link that names a clinic or a treatment is another wish: nothing of the one before stays.
    """
    asked = request.GET
    clinic = organisations.card_by_code(asked.get("clinic", "")[:40])
    areas = {one.code for one in catalogue.areas("en")}
    service = _service(asked.get("service", ""))
    wish = {
        "wished_clinic": clinic.code
        if clinic and clinic.suspended_at is None and clinic.verified_at
        else "",
        "wished_service": service,
        "setting": "remote" if catalogue.is_remote(service) else "",
        "area": asked["area"] if asked.get("area") in areas else "",
        "campaign": campaign(asked.get("campaign", "")) or _portal(request),
    }
    other = bool(wish["wished_clinic"] or service)
    kept = {name: value for name, value in wish.items() if value or (other and name in OF_ONE)}
    if kept:
        request.session[SESSION] = {**request.session.get(SESSION, {}), **kept}


def _portal(request: Request) -> str:
    """The region's portal on which somebody began to ask, unless a campaign brought them there."""
    regional = regional_of(request)
    known = request.session.get(SESSION, {}).get("campaign")
    return campaign(f"portal-{regional.code}") if regional and not known else ""


def keep_checkup(request: Request, *, clinic: str, area: str) -> None:
    """Remember that a check-up is asked for, and where; what it holds stands in the draft alone."""
    before = request.session.get(SESSION, {})
    wished = {"wished_clinic": clinic, "wished_service": "", "area": area, CHECKUP: "yes"}
    kept = {name: value for name, value in {**before, **wished}.items() if value}
    request.session[SESSION] = kept


def wish_of(request: Request) -> dict[str, str]:
    """What is remembered; empty for nothing."""
    return dict(request.session.get(SESSION, {}))


def campaign(text: str) -> str:
    """A campaign's tag as it is kept: letters, digits, dash and underscore."""
    return "".join(one for one in text if one.isalnum() or one in "-_")[:CAMPAIGN_LETTERS]


def words(wish: dict[str, Any]) -> str:
    """The wish as a line for people: treatment and clinic."""
    clinic = organisations.card_by_code(wish.get("wished_clinic", ""))
    said = [
        _("Check-up") if wish.get(CHECKUP) else "",
        _service_words(wish.get("wished_service", "")),
        pick_text(clinic.names) if clinic else "",
    ]
    return " · ".join(part for part in said if part)


def _service(public_id: str) -> str:
    return public_id if _service_words(public_id) else ""


def _service_words(public_id: str) -> str:
    return pick_text(catalogue.service_names(public_id[:40]))
