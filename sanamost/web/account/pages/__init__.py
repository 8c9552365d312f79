"""The portal's pages; importing them declares their routes."""

from sanamost.web.account.pages import places

__all__ = ["places"]
