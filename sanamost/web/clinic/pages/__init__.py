"""The portal's pages; importing them declares their routes."""

from sanamost.web.clinic.pages import case, desk, files, inbox, money, referrals, talks

__all__ = ["case", "desk", "files", "inbox", "money", "referrals", "talks"]
