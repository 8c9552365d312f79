"""The panels of the partner's case page; importing them declares them."""

from sanamost.web.components.files.panel import files_panel
from sanamost.web.components.panels import panel
from sanamost.web.partner.panels import money, referrals, request

panel("partner", order=15)(files_panel)

__all__ = ["money", "referrals", "request"]
