"""Addresses around the account: whom to act for, notices, invitations."""

from sanamost.web.account import pages
from sanamost.web.routing import patterns

__all__ = ["pages"]
app_name = "people"
urlpatterns = patterns("people")
