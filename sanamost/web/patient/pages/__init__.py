"""The portal's pages; importing them declares their routes."""

from sanamost.web.patient.pages import agreements, cases, consents, need, shell

__all__ = ["agreements", "cases", "consents", "need", "shell"]
from sanamost.web.patient.pages import cases, consents, need, shell, stay

__all__ = ["cases", "consents", "need", "shell", "stay"]
