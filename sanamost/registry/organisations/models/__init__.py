"""Organisations, and the official register they can be found in."""

from sanamost.registry.organisations.models.register import RegisterEntry

__all__ = ["RegisterEntry"]
