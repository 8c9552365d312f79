"""The portal's pages: importing this package declares them all."""

from sanamost.web.clinic.pages import (
    aftercare,
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
    "places",
    "prices",
    "proposals",
    "referrals",
    "talks",
]
from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
    "referrals",
    "talks",
    "travel",
    "treatment",
]
