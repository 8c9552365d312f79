"""The sign-in pages."""

from django.apps import AppConfig


class AccountConfig(AppConfig):
    """Named apart from allauth's own app, which is called `account`."""

    name = "sanamost.web.account"
    label = "web_account"
