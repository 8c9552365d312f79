"""Addresses of the partner portal."""

from sanamost.web.partner import pages
from sanamost.web.routing import patterns

__all__ = ["pages"]
app_name = "partner"
urlpatterns = patterns("partner")
