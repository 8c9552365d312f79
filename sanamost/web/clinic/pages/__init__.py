"""The portal's pages; importing them declares their routes."""

from sanamost.web.clinic.pages import (
    case,
    desk,
    files,
    inbox,
    money,
    places,
    prices,
    proposals,
    referrals,
    talks,
)

__all__ = [
    "case",
    "desk",
    "files",
    "inbox",
    "money",
    "places",
    "prices",
    "proposals",
    "referrals",
    "talks",
]
