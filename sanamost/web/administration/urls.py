"""Addresses of the administration portal."""

from sanamost.web.administration import pages
from sanamost.web.routing import patterns

__all__ = ["pages"]
app_name = "administration"
urlpatterns = patterns("administration")
