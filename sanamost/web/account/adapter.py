"""How allauth's sign-in works here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts by e-mail address alone: a person has a name, no user name."""
