"""The portal's panels: importing this package declares them all."""

from sanamost.web.components.files.panel import files_panel
from sanamost.web.components.panels import panel
from sanamost.web.patient.panels import doctors, money, proposals, request

panel("patient", order=15)(files_panel)

__all__ = ["doctors", "money", "proposals", "request"]
from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__):
    import_module(f"{__name__}.{module.name}")
from sanamost.web.components.files.panel import files_panel
from sanamost.web.components.panels import panel
from sanamost.web.components.paper_panel import papers_panel
from sanamost.web.patient.panels import agreement, doctors, money, request, stay

panel("patient", order=15)(files_panel)
panel("patient", order=85)(papers_panel)

__all__ = ["agreement", "doctors", "money", "request", "stay"]
