"""Entering organisations and keeping their cards."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from sanamost.foundation.access.actor import Actor
from sanamost.foundation.audit.services import record
from sanamost.foundation.languages.errors import NotVisible, Refusal
from sanamost.registry.organisations.airports import nearest_airport
from sanamost.registry.organisations.models import Organisation, Site
from sanamost.registry.organisations.policies import require_editor

CONTACTS = ("phone", "email", "website", "languages", "regime", "protocols")


class HalfAPlace(Refusal):
    """A point has both numbers."""

    code = "half_a_place"
    message = _("Enter both latitude and longitude, or neither.")
    field = "longitude"


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteFacts:
    """One place where patients are received; texts by language."""

    names: dict[str, str]
    addresses: dict[str, str]
    region: str
    city: dict[str, str] = field(default_factory=dict)
    directions: dict[str, str] = field(default_factory=dict)
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def enter(*, code: str, **facts: Any) -> Organisation:
    """The organisation of the code, made or brought up to date with these facts.

    For the operator's own work: whom the operator enters stands on the portal without a
    coordinator's look (`verified_at`), unless the facts say otherwise.
    """
    organisation, _made = Organisation.objects.update_or_create(
        code=code, defaults=facts, create_defaults={"verified_at": Now(), **facts, "code": code}
    )
    return organisation


def set_contacts(*, actor: Actor, now: dt.datetime, **facts: Any) -> Organisation:
    """How to reach the clinic, its languages and by which rules it treats."""
    card = Organisation.objects.select_for_update().get(pk=require_editor(actor))
    for name in CONTACTS:
        setattr(card, name, facts[name])
    card.save(update_fields=list(CONTACTS))
    record(action="organisations.card.changed", subject=card.public_id, now=now)
    return card


def enter_site(*, organisation_id: int, facts: SiteFacts, public_id: str = "") -> Site:
    """A site made, or the one of the public id brought up to date; its airport is looked up.

    Raises `HalfAPlace`, `NotVisible` for a site of another organisation or a closed one.
    """
    if (facts.latitude is None) != (facts.longitude is None):
        raise HalfAPlace
    airport = nearest_airport(facts.latitude, facts.longitude)
    values = {
        "names": facts.names,
        "addresses": facts.addresses,
        "region": facts.region,
        "city": facts.city,
        "directions": facts.directions,
        "latitude": facts.latitude,
        "longitude": facts.longitude,
        "airport": airport.code if airport else "",
        "airport_km": airport.kilometres if airport else None,
    }
    if not public_id:
        return Site.objects.create(organisation_id=organisation_id, **values)
    site = Site.objects.filter(
        organisation_id=organisation_id, public_id=public_id, closed_at__isnull=True
    ).first()
    if site is None:
        raise NotVisible
    for name, value in values.items():
        setattr(site, name, value)
    site.save()
    return site


def keep_site(*, actor: Actor, facts: SiteFacts, public_id: str, now: dt.datetime) -> Site:
    """A clinic's own people enter or change a site."""
    site = enter_site(organisation_id=require_editor(actor), facts=facts, public_id=public_id)
    record(action="organisations.site.kept", subject=site.public_id, now=now)
    return site


def close_site(*, actor: Actor, public_id: str, now: dt.datetime) -> None:
    """Patients are no longer received there; raises `NotVisible`."""
    changed = Site.objects.filter(
        organisation_id=require_editor(actor), public_id=public_id, closed_at__isnull=True
    ).update(closed_at=now)
    if not changed:
        raise NotVisible
    record(action="organisations.site.closed", subject=public_id, now=now)
