"""The portal's pages; importing them declares their routes."""

from sanamost.web.coordinator.pages import figures, registers

__all__ = ["figures", "registers"]
