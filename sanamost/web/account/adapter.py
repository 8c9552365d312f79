"""How allauth's pages behave here."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from sanamost.web.limits import address_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts by e-mail; nobody picks a user name."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address by which everything else is limited too."""
        return address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Letters speak of Sanamost at its own address, whatever name the request came by."""
        site = SimpleNamespace(name="Sanamost", domain=urlsplit(settings.PUBLIC_ADDRESS).netloc)
        super().send_mail(template_prefix, email, {"current_site": site, **context})

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **facts: Any
    ) -> HttpResponse:
        """Go on in the person's own language, unless they have chosen one on this device."""
        response: HttpResponse = super().post_login(request, user, **facts)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            speak(response, getattr(user, "language", ""))
        return response


def speak(response: HttpResponse, language: str) -> None:
    """Keep a language for this device, as the language menu does."""
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=bool(settings.LANGUAGE_COOKIE_SECURE),
            httponly=bool(settings.LANGUAGE_COOKIE_HTTPONLY),
            samesite="Lax",
        )
