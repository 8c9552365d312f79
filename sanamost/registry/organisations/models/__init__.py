"""Organisations of every kind, and the official register."""

from sanamost.registry.organisations.models.organisation import Organisation, OrganisationKind

__all__ = ["Organisation", "OrganisationKind"]
