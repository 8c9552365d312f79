"""Organisations of every kind, and the official register."""

from sanamost.registry.organisations.models.organisation import Organisation
from sanamost.registry.organisations.models.register import RegisterEntry

__all__ = ["Organisation", "RegisterEntry"]
