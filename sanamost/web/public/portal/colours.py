"""The stylesheet of a region's portal: its colours, by version, so that browsers may keep it."""

from django.http import Http404, HttpRequest, HttpResponse

from sanamost.foundation.access import policies
from sanamost.registry.publishing import selectors as publishing
from sanamost.web.components.shades import shades
from sanamost.web.routing import route


@route("public", "colours", "colours/<slug:code>/<int:version>.css", policies.public())
def colours(request: HttpRequest, code: str, version: int) -> HttpResponse:  # noqa: ARG001 a page takes its request
    """The colours of one edition; they never change."""
    edition = publishing.stylesheet_of(code, version)
    if edition is None:
        raise Http404
    css = shades(":root", edition.accent_light, edition.accent_dark)
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
