"""The portal's pages; importing them declares their routes."""

from sanamost.web.clinic.pages import (
    aftercare,
    case,
    desk,
    files,
    inbox,
    money,
    referrals,
    talks,
    travel,
    treatment,
)

__all__ = [
    "aftercare",
    "case",
    "desk",
    "files",
    "inbox",
    "money",
    "referrals",
    "talks",
    "travel",
    "treatment",
]
