"""Reads of passports: the clinic's own, and for the platform's counting the newest of each."""

import datetime as dt
from dataclasses import dataclass

from sanamost.engines import passports as engine
from sanamost.engines.passports import Figures
from sanamost.foundation.access.actor import Actor
from sanamost.registry.resources.models import Passport
from sanamost.registry.resources.states import PassportState


@dataclass(frozen=True, slots=True)
class Filled:
    """The newest submitted passport of a clinic for a profile."""

    organisation_id: int
    area: str
    as_of: dt.date
    submitted_at: dt.datetime
    figures: Figures


def own_passports(actor: Actor) -> list[Passport]:
    """Drafts and submitted passports of the actor's clinic, the newest date first."""
    rows = Passport.objects.visible_to(actor).filter(organisation_id=actor.organisation_id or 0)
    return list(
        rows.exclude(state=PassportState.ABANDONED)
        .select_related("submitted_by")
        .order_by("area", "-as_of", "-submitted_at", "-pk")
    )


def access_passport(actor: Actor, public_id: str) -> Passport:
    """One of the clinic's passports; raises `NotVisible`."""
    row: Passport = Passport.objects.select_related("submitted_by").access(actor, public_id)
    return row


def figures_of(row: Passport) -> Figures:
    """What stands in it."""
    return engine.read(row.content)


def brought_of(row: Passport) -> Figures | None:
    """What its file holds, while it waits to be looked at."""
    return engine.read(row.brought["figures"]) if row.brought else None


def newest_before(actor: Actor, row: Passport) -> Passport | None:
    """The clinic's submitted passport that this one is compared with: of an earlier date."""
    rows = Passport.objects.visible_to(actor).filter(
        organisation_id=row.organisation_id,
        area=row.area,
        state=PassportState.SUBMITTED,
        as_of__lt=row.as_of,
    )
    return rows.order_by("-as_of", "-submitted_at", "-pk").first()


def newest_by_clinic(actor: Actor, *, on: dt.date, after: dt.date, area: str = "") -> list[Filled]:
    """The newest submitted passport of every clinic and profile, of the days (`after`, `on`].

    Of several for one date the one submitted last stands. One query; for the system, which alone
    sees more than one clinic's.
    """
    rows = Passport.objects.visible_to(actor).filter(
        state=PassportState.SUBMITTED, as_of__lte=on, as_of__gt=after
    )
    if area:
        rows = rows.filter(area=area)
    newest = rows.order_by("area", "organisation_id", "-as_of", "-submitted_at", "-pk").distinct(
        "area", "organisation_id"
    )
    return [
        Filled(row.organisation_id, row.area, row.as_of, row.submitted_at, figures_of(row))
        for row in newest
        if row.submitted_at is not None
    ]
