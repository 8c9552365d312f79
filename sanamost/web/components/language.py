"""A page's language from its address (`?lang=ar`), so that each language has one of its own."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

PARAMETER = "lang"
KNOWN = frozenset(code for code, _name in settings.LANGUAGES)


class AddressLanguage:
    """Middleware after Django's own: the address wins, and the browser keeps the choice."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language that the address names; an unknown one changes nothing."""
        language = request.GET.get(PARAMETER, "")
        if language not in KNOWN or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            samesite="Lax",
        )
        return response
