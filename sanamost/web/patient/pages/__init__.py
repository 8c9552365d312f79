"""The portal's pages; importing them declares their routes."""

from sanamost.web.patient.pages import cases, consents, need, proposals, shell

__all__ = ["cases", "consents", "need", "proposals", "shell"]
