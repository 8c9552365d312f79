"""The portal's panels: importing this package declares them all."""

from sanamost.web.partner.panels import money, proposals

__all__ = ["money", "proposals"]
from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
from sanamost.web.components.files.panel import files_panel
from sanamost.web.components.panels import panel
from sanamost.web.components.paper_panel import papers_panel
from sanamost.web.partner.panels import agreement, money, referrals, request, travel

panel("partner", order=15)(files_panel)
panel("partner", order=85)(papers_panel)

__all__ = ["agreement", "money", "referrals", "request", "travel"]
