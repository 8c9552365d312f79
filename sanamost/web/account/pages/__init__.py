"""The portal's pages; importing them declares their routes."""

from sanamost.web.account.pages import colleagues, demonstration, notices, places, profile, proof

__all__ = ["colleagues", "demonstration", "notices", "places", "profile", "proof"]
