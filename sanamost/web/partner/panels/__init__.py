"""The portal's panels: importing this package declares them all."""

from sanamost.web.partner.panels import money, proposals

__all__ = ["money", "proposals"]
from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
