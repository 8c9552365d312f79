"""The portal's pages; importing them declares their routes."""

from sanamost.web.clinic.pages import aftercare, money, travel, treatment

__all__ = ["aftercare", "money", "travel", "treatment"]
