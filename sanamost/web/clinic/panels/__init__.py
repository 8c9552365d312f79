"""The panels of the clinic's case page; importing them declares them."""

from sanamost.web.clinic.panels import money

__all__ = ["money"]
