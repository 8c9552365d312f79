"""The case's files, the same panel in every portal."""

from sanamost.web.components.files.panel import files_panel
from sanamost.web.components.panels import panel

panel("patient", order=15)(files_panel)
