"""The portal's panels: importing this package declares them all."""

from importlib import import_module
from pkgutil import iter_modules

from sanamost.web.components.files.panel import files_panel
from sanamost.web.components.panels import panel
from sanamost.web.components.paper_panel import papers_panel

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")

panel("partner", order=15)(files_panel)
panel("partner", order=85)(papers_panel)
