"""Pages for everybody; their names carry no portal, as they are the product's front door."""

from sanamost.web.public import health, pages, register, verify
from sanamost.web.public.request import consent
from sanamost.web.public.request import pages as request_pages
from sanamost.web.routing import patterns

__all__ = ["consent", "health", "pages", "register", "request_pages", "verify"]
urlpatterns = patterns("public")
