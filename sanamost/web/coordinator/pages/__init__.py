"""The portal's pages; importing them declares their routes."""

from sanamost.web.coordinator.pages import figures, registers

__all__ = ["figures", "registers"]
"""The portal's pages: importing this package declares them all."""

from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
