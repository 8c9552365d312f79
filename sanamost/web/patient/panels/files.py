"""The case's papers and images, and a place to add more."""

from sanamost.web.components.files.panel import files_panel
from sanamost.web.components.panels import panel

panel("patient", order=15)(files_panel)
