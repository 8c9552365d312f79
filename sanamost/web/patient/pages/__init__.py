"""The portal's pages; importing them declares their routes."""

from sanamost.web.patient.pages import agreements, cases, consents, need, shell, stay

__all__ = ["agreements", "cases", "consents", "need", "shell", "stay"]
