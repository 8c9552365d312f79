"""Organisations of every kind, their cards, and the official register."""

from sanamost.registry.organisations.models.card import CardText, Proof, Site
from sanamost.registry.organisations.models.control import Claim, Measure
from sanamost.registry.organisations.models.organisation import Organisation
from sanamost.registry.organisations.models.register import RegisterEntry

__all__ = ["CardText", "Claim", "Measure", "Organisation", "Proof", "RegisterEntry", "Site"]
