"""The portal's first page, and what people see when something went wrong."""

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from sanamost.foundation.access import policies
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.web.components.regional import regional_of
from sanamost.web.limits import too_many
from sanamost.web.public.portal import described, pictures
from sanamost.web.public.portal.cards import cheapest_by_area
from sanamost.web.public.portal.reading import scoped_offers
from sanamost.web.routing import route

MOST_AREAS = 6


@route("public", "home", "", policies.public())
def home(request: HttpRequest) -> HttpResponse:
    """Who Sanamost is for, how it goes, and what clinics here treat."""
    context = {
        "areas": _areas_offered(request)[:MOST_AREAS],
        "regional": regional_of(request),
        "addresses": described.addresses(request),
        "title": pictures.of_portal(request).title,
        "summary": "",
        "picture": pictures.of_whole(request),
    }
    return render(request, "public/home.html", context)


def _areas_offered(request: HttpRequest) -> list[tuple[str, str, int, Decimal, str]]:
    """The areas with the most clinics first: code, name, clinics, lowest price, currency."""
    known = cheapest_by_area(scoped_offers(request))
    named = [(one.code, one.name) for one in catalogue.areas(get_language() or "en")]
    rows = [(code, name, *known[code]) for code, name in named if code in known]
    return sorted(rows, key=lambda row: -row[2])


@route("public", "offline", "offline/", policies.public())
def offline(request: HttpRequest) -> HttpResponse:
    """What to do while the connection is gone; browsers may keep this page."""
    return render(request, "public/error.html", {"kind": "offline"})


def _error(request: HttpRequest, kind: str, status: int) -> HttpResponse:
    return render(request, "public/error.html", {"kind": kind}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 Django passes it
    """400."""
    return _error(request, "bad_request", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 Django passes it
    """403."""
    return _error(request, "forbidden", 403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 Django passes it
    """A form whose protection token is missing or old (settings.CSRF_FAILURE_VIEW)."""
    return _error(request, "form_expired", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 Django passes it
    """404: unknown and not yours look the same."""
    return _error(request, "not_found", 404)


def too_many_tries(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 allauth passes it
    """429 of the sign-in's own limits, whose windows last minutes."""
    return too_many(request, 300)


def failed(request: HttpRequest) -> HttpResponse:
    """500: needs neither database nor session."""
    request.user = None  # type: ignore[assignment]  # reading the real one could fail again
    return _error(request, "failed", 500)
