"""The portal's pages; importing them declares their routes."""

from sanamost.web.clinic.pages import money

__all__ = ["money"]
