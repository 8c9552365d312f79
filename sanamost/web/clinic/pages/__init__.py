"""The portal's pages; importing them declares their routes."""

from sanamost.web.clinic.pages import (
    agreements,
    case,
    desk,
    files,
    inbox,
    money,
    referrals,
    talks,
)
from sanamost.web.clinic.pages import aftercare, money, travel, treatment

__all__ = ["aftercare", "money", "travel", "treatment"]
from sanamost.web.clinic.pages import case, desk, files, inbox, money, referrals, talks

__all__ = ["agreements", "case", "desk", "files", "inbox", "money", "referrals", "talks"]
