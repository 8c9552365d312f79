"""The portal's panels: importing this package declares them all."""

from sanamost.web.clinic.panels import (
    files,
    messages,
    money,
    proposals,
    referrals,
    requests,
    trail,
)

__all__ = ["files", "messages", "money", "proposals", "referrals", "requests", "trail"]
from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
from sanamost.web.clinic.panels import files, messages, money, referrals, requests, stay, trail

__all__ = ["files", "messages", "money", "referrals", "requests", "stay", "trail"]
