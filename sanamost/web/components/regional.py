"""A region's own portal: under a path of its own (/in/<code>/…) or a host name of its own.

The pages are the same. The path's beginning becomes the script's prefix, so that every address
made by `reverse` stays within the portal; what is no page of the portal leaves it.
"""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation

from sanamost.registry.publishing import selectors as publishing

UNDER = re.compile(r"/in/(?P<code>[-\w]{1,40})(?P<rest>/.*)")
PAGES = re.compile(
    r"/(?:(?:clinics|treatments|areas|regions|compare|search|checkup|request|language|colours"
    r"|pictures)/.*)?"
)
"""What a region's portal has of its own; everything else is the platform's."""


class RegionalPortal:
    """Middleware after the languages: `request.regional` is the portal's edition, or None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within the portal that the address names; a closed one leads to the whole."""
        asked: Any = request
        asked.regional = None
        found = UNDER.fullmatch(request.path_info)
        if found is None:
            asked.regional = _of_host(request)
            _speak(asked)
            return self.get_response(request)
        asked.regional = publishing.edition_by_code(found["code"])
        if asked.regional is None:
            known = publishing.was_edition(found["code"])
            return _onwards(request, found["rest"]) if known else self.get_response(request)
        if not PAGES.fullmatch(found["rest"]):
            return _onwards(request, found["rest"])
        return self._within(asked, f"/in/{found['code']}/", found["rest"])

    def _within(self, request: Any, prefix: str, rest: str) -> HttpResponse:
        before = get_script_prefix()
        request.path_info = rest
        _speak(request)
        set_script_prefix(prefix)
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(before)


def regional_of(request: HttpRequest) -> Any:
    """The edition of the region's portal that is asked, or None."""
    return getattr(request, "regional", None)


def address_of(regional: Any) -> str:
    """Where a portal begins, as the world knows it, without the slash at its end."""
    if regional is None:
        return str(settings.PUBLIC_ADDRESS)
    if regional.host:
        scheme = "https" if settings.BEHIND_TLS else "http"
        return f"{scheme}://{regional.host}"
    return f"{settings.PUBLIC_ADDRESS}/in/{regional.code}"


def _of_host(request: HttpRequest) -> Any:
    if not settings.PORTAL_HOSTS:
        return None
    host = request.get_host().rsplit(":", 1)[0].casefold()
    return publishing.edition_by_host(host) if host in settings.PORTAL_HOSTS else None


def _speak(request: Any) -> None:
    """One of the portal's languages; the reader's own where the portal has it."""
    regional = request.regional
    if regional is None or translation.get_language() in regional.languages:
        return
    translation.activate(regional.languages[0])
    request.LANGUAGE_CODE = regional.languages[0]


def _onwards(request: HttpRequest, rest: str) -> HttpResponse:
    """To the same address of the platform, with what was sent."""
    query = request.META.get("QUERY_STRING", "")
    path = "/" + rest.lstrip("/\\")  # two slashes would name another host
    answer = HttpResponseRedirect(f"{path}?{query}" if query else path)
    if request.method not in {"GET", "HEAD"}:
        answer.status_code = 307
    return answer
