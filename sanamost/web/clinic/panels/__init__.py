"""The panels of the clinic's case page; importing them declares them."""

from sanamost.web.clinic.panels import (
    agreement,
    files,
    messages,
    money,
    referrals,
    requests,
    trail,
)
from sanamost.web.components.panels import panel
from sanamost.web.components.paper_panel import papers_panel
from sanamost.web.clinic.panels import money, stay

__all__ = ["money", "stay"]
from sanamost.web.clinic.panels import files, messages, money, referrals, requests, trail

panel("clinic", order=85)(papers_panel)

__all__ = ["agreement", "files", "messages", "money", "referrals", "requests", "trail"]
