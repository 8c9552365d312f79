"""Addresses of the clinic portal."""

from sanamost.web.clinic import pages
from sanamost.web.routing import patterns

__all__ = ["pages"]
app_name = "clinic"
urlpatterns = patterns("clinic")
