"""How files leave: to be saved, never to be run by the browser on our address."""

from collections.abc import Mapping

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from sanamost.foundation.files.services import FileContent, Preview

HARMLESS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cache-Control": "private, no-store",
}
"""On every answer that carries a stranger's bytes, or pixels drawn from them."""


def attachment(content: FileContent) -> StreamingHttpResponse:
    """The file to save. The length is announced, so a transfer broken off is noticed as such."""
    disposition = content_disposition_header(as_attachment=True, filename=content.name)
    return StreamingHttpResponse(
        content.pieces,
        content_type=content.media_type,
        headers={
            **HARMLESS,
            "Content-Length": str(content.size),
            "Content-Disposition": disposition or "attachment",
        },
    )


def picture(preview: Preview) -> HttpResponse:
    """A page drawn anew, to show in an `<img>`."""
    return HttpResponse(
        preview.content,
        content_type=preview.media_type,
        headers={**HARMLESS, "Content-Disposition": "inline"},
    )
