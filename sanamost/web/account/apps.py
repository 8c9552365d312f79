"""The sign-in pages' application; allauth already has the label "account"."""

from django.apps import AppConfig


class AccountPages(AppConfig):
    """Our pages around allauth."""

    name = "sanamost.web.account"
    label = "account_pages"
