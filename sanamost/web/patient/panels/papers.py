"""The case's issued papers."""

from sanamost.web.components.panels import panel
from sanamost.web.components.paper_panel import papers_panel

panel("patient", order=85)(papers_panel)
