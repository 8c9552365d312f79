"""The portal's pages; importing them declares their routes."""

from sanamost.web.partner.pages import cases, new, shell, statement

__all__ = ["cases", "new", "shell", "statement"]
