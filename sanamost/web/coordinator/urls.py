"""Addresses of the coordinator portal."""

from sanamost.web.coordinator import pages
from sanamost.web.routing import patterns

__all__ = ["pages"]
app_name = "coordinator"
urlpatterns = patterns("coordinator")
