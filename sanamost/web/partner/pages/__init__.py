"""The portal's pages; importing them declares their routes."""

from sanamost.web.partner.pages import statement

__all__ = ["statement"]
