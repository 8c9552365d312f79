"""The panels of the patient's case page; importing them declares them."""

from sanamost.web.components.files.panel import files_panel
from sanamost.web.components.panels import panel
from sanamost.web.patient.panels import doctors, money, request

panel("patient", order=15)(files_panel)

__all__ = ["doctors", "money", "request"]
