"""Addresses of files."""

from sanamost.web.components.files import pages
from sanamost.web.routing import patterns

__all__ = ["pages"]
app_name = "files"
urlpatterns = patterns("files")
