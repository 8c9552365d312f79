"""Addresses of the clinic portal."""

from sanamost.web.clinic import navigation, pages, panels
from sanamost.web.routing import patterns

__all__ = ["navigation", "pages", "panels"]
app_name = "clinic"
urlpatterns = patterns("clinic")
