"""Signing in by a code from a letter."""

from allauth.account.forms import RequestLoginCodeForm
from allauth.account.models import EmailAddress
from django.utils.translation import get_language

from sanamost.foundation.access import selectors, services


class AskForCode(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """An address is enough: who has no account gets one, which opens by the code alone.

    Known and unknown addresses are answered alike, so nobody learns who has an account. allauth's
    limits by address and by sender apply before an account is made.
    """

    def clean_email(self) -> str:
        """The address, with its account."""
        email = str(super().clean_email())
        user = getattr(self, "_user", None)
        if email and user is None and selectors.user_by_email(email) is None:
            user = services.account_for(email=email, language=get_language() or "en")
        if user is not None:
            EmailAddress.objects.get_or_create(
                user=user, email=email.lower(), defaults={"primary": True, "verified": False}
            )
        self._user = user
        return email
