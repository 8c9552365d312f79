"""Addresses of the partner portal."""

from sanamost.web.partner import pages, panels
from sanamost.web.routing import patterns

__all__ = ["pages", "panels"]
app_name = "partner"
urlpatterns = patterns("partner")
