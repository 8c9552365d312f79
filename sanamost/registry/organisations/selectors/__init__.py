"""Reads of organisations and their register."""

from sanamost.registry.organisations.selectors.register import RegisterFound, register_entries

__all__ = ["RegisterFound", "register_entries"]
