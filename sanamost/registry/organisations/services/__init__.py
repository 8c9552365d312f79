"""Writes to organisations and their register."""

from sanamost.registry.organisations.services.cards import enter
from sanamost.registry.organisations.services.register import REGISTER_FILE, load_register

__all__ = ["REGISTER_FILE", "enter", "load_register"]
