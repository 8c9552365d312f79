"""Limits per network address on what anybody may do: counted before the page is asked.

An address over its limit gets 429 with the time to wait, in the reader's language. What was typed
stands in that page's own form, so that nothing has to be typed again.
"""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanamost.foundation.idempotency.limits import limit_of, seconds_to_wait

# What is counted together, by the address's name: only what is sent, but each look at a paper.
COUNTED = {
    "request": ("request_step", "request_review", "consent", "checkup", "checkup_result"),
    "sign_in": ("account_request_login_code", "account_login", "account_confirm_login_code"),
    "verify": ("verify", "verified"),
    "upload": ("files:add", "files:begin"),
}
WHAT = {name: what for what, names in COUNTED.items() for name in names}
LOOKS_COUNT = {"verify"}
JSON = {"files:begin"}
NOT_KEPT = {"csrfmiddlewaretoken"}


class LimitMiddleware:
    """Counts and refuses; knows nothing of the pages themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The page; what is over a limit is refused before it (`process_view`)."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """429, or nothing. Forged forms never come here, so what is given back was typed here."""
        match = request.resolver_match
        name = match.view_name if match else ""
        what = WHAT.get(name, "")
        counted = what in LOOKS_COUNT or request.method == "POST"
        limit = limit_of(what) if what and counted else None
        if limit is None:
            return None
        wait = seconds_to_wait(what=what, who=address_of(request), limit=limit, now=timezone.now())
        return too_many(request, wait, plain=name in JSON) if wait else None


def address_of(request: HttpRequest) -> str:
    """Who asks, by network address; behind proxies the one that the outermost of ours saw.

    An IPv6 sender has a whole /64 to choose addresses from, so that is what counts.
    """
    told = str(request.META.get("REMOTE_ADDR", ""))
    if settings.PROXIES:
        parts = request.headers.get("X-Forwarded-For", "").split(",")
        chain = [part.strip() for part in parts if part.strip()]
        told = chain[-settings.PROXIES] if len(chain) >= settings.PROXIES else told
    try:
        address = ipaddress.ip_address(told.strip("[]"))
    except ValueError:
        return told or "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network(f"{address}/64", strict=False))


def too_many(request: HttpRequest, seconds: int, *, plain: bool = False) -> HttpResponse:
    """429 with the time to wait; `plain` for programs."""
    response: HttpResponse
    if plain:
        words = _("Too many at once. Please wait: %(time)s.") % {"time": wait_words(seconds)}
        response = JsonResponse({"code": "too_many", "message": words}, status=429)
    else:
        response = render(request, "public/too_many.html", _shown(request, seconds), status=429)
    response["Retry-After"] = str(seconds)
    return response


def wait_words(seconds: int) -> str:
    """The time in minutes, rounded up; seconds below one minute."""
    if seconds < 60:
        words = ngettext("%(count)s second", "%(count)s seconds", seconds)
        return words % {"count": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _shown(request: HttpRequest, seconds: int) -> dict[str, object]:
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_KEPT
    ]
    return {
        "wait": wait_words(seconds),
        "typed": typed if request.method == "POST" else [],
        "sent": request.method == "POST",
        "files": bool(request.FILES),
        "address": request.get_full_path(),
    }
