"""The panels of the clinic's case page; importing them declares them."""

from sanamost.web.clinic.panels import files, messages, money, referrals, requests, trail

__all__ = ["files", "messages", "money", "referrals", "requests", "trail"]
