"""The panels of the partner's case page; importing them declares them."""

from sanamost.web.partner.panels import money, proposals

__all__ = ["money", "proposals"]
