"""Entering organisations."""

from typing import Any

from sanamost.registry.organisations.models import Organisation


def enter(*, code: str, **facts: Any) -> Organisation:
    """The organisation of the code, made or brought up to date with these facts."""
    organisation, _ = Organisation.objects.update_or_create(code=code, defaults=facts)
    return organisation
