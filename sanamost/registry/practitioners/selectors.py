"""Reads of physicians: the clinic's own list, and what the public may know."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.registry.practitioners.models import Credential, Practitioner


@dataclass(frozen=True, slots=True)
class Shown:
    """A physician as everybody may see them: no age, no insurer, no numbers of documents."""

    public_id: str
    name: str
    name_latin: str
    speciality: str
    grade: str
    degrees: tuple[str, ...]
    languages: tuple[str, ...]
    site: str
    """Public id of the site where they receive; empty for none."""
    valid_until: dt.date
    """The last day of the credential that holds longest."""


def own(actor: Actor) -> list[Practitioner]:
    """The physicians at work in the actor's clinic with their credentials, by name."""
    rows = Practitioner.objects.visible_to(actor).filter(left_at__isnull=True)
    live = Credential.objects.filter(withdrawn_at__isnull=True).order_by("-valid_until", "pk")
    found = rows.select_related("speciality", "site").prefetch_related(
        Prefetch("credentials", live)
    )
    return list(found.order_by("name_latin", "pk"))


def ages(actor: Actor) -> dict[str, Counter[str]]:
    """How many at work in the actor's clinic are of which age band, by speciality; no names."""
    rows = Practitioner.objects.visible_to(actor).filter(left_at__isnull=True)
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for speciality, band in rows.values_list("speciality_id", "age_band"):
        found[speciality][band] += 1
    return dict(found)


def one(actor: Actor, public_id: str) -> Practitioner:
    """One of the clinic's physicians; raises `NotVisible`."""
    row: Practitioner = Practitioner.objects.filter(left_at__isnull=True).access(actor, public_id)
    return row


def credentials_of(actor: Actor, practitioner_id: int) -> list[Credential]:
    """What stands for them, the longest first."""
    rows = Credential.objects.visible_to(actor).filter(
        practitioner_id=practitioner_id, withdrawn_at__isnull=True
    )
    return list(rows.order_by("-valid_until", "pk"))


def shown(organisation_ids: Iterable[int], *, day: dt.date) -> dict[int, list[Shown]]:
    """What the public may know on the day, by organisation.

    Named are those who agreed to it, work there, and hold a credential that is valid on the day.
    """
    found: dict[int, list[Shown]] = defaultdict(list)
    with acting_as(system("physicians on public pages")):
        held = Credential.objects.filter(valid_until__gte=day, withdrawn_at__isnull=True)
        rows = (
            Practitioner.objects.filter(
                organisation_id__in=list(organisation_ids),
                public=True,
                consented_on__lte=day,
                left_at__isnull=True,
            )
            .select_related("site")
            .prefetch_related(Prefetch("credentials", held.order_by("-valid_until", "pk")))
        )
        for row in rows.order_by("name_latin", "pk"):
            if valid := list(row.credentials.all()):
                found[row.organisation_id].append(_shown(row, valid[0].valid_until))
    return dict(found)


def _shown(row: Practitioner, valid_until: dt.date) -> Shown:
    open_site = row.site if row.site and row.site.closed_at is None else None
    return Shown(
        public_id=row.public_id,
        name=row.name,
        name_latin=row.name_latin,
        speciality=row.speciality_id,
        grade=row.grade,
        degrees=tuple(row.degrees),
        languages=tuple(row.languages),
        site=open_site.public_id if open_site else "",
        valid_until=valid_until,
    )
