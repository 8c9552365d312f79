"""Pages for everybody; their names carry no portal, as they are the product's front door."""

from sanamost.web.public import health, pages, register, verify
from sanamost.web.public.checkup import pages as checkup_pages
from sanamost.web.public.portal import colours, machines, pictures, search
from sanamost.web.public.portal import pages as portal_pages
from sanamost.web.public.request import consent
from sanamost.web.public.request import pages as request_pages
from sanamost.web.routing import patterns

__all__ = [
    "checkup_pages",
    "colours",
    "consent",
    "health",
    "machines",
    "pages",
    "pictures",
    "portal_pages",
    "register",
    "request_pages",
    "search",
    "verify",
]
urlpatterns = patterns("public")
