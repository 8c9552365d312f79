"""Organisations' public facts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from sanamost.foundation.languages.errors import NotVisible
from sanamost.registry.organisations.models import Organisation
from sanamost.registry.organisations.states import OrganisationKind


class Timed(Protocol):
    """What a `Timing` and a card both say."""

    @property
    def time_zone(self) -> str: ...

    @property
    def calendar(self) -> str: ...

    @property
    def clocks(self) -> dict[str, str]: ...


@dataclass(frozen=True, slots=True)
class Timing:
    """By whose calendar and clocks an organisation works."""

    time_zone: str
    calendar: str
    clocks: dict[str, str]


PLATFORM_TIMING = Timing("Europe/Moscow", "RU", {})


def timing_of(organisation_id: int | None) -> Timing:
    """The organisation's zone, calendar and own clocks; the platform's for none."""
    row = (
        Organisation.objects.filter(pk=organisation_id or 0)
        .values_list("time_zone", "calendar", "clocks")
        .first()
    )
    return Timing(*row) if row else PLATFORM_TIMING


def card(organisation_id: int) -> Organisation:
    """The organisation's card."""
    return Organisation.objects.get(pk=organisation_id)


def cards(organisation_ids: set[int]) -> dict[int, Organisation]:
    """Several cards by key, in one query."""
    return Organisation.objects.in_bulk(organisation_ids)


def keys_of(public_ids: Iterable[str]) -> dict[str, int]:
    """Keys by public id, in one query."""
    rows = Organisation.objects.filter(public_id__in=list(public_ids))
    return dict(rows.values_list("public_id", "pk"))


def card_by_public_id(
    public_id: str, *kinds: OrganisationKind, suspended: bool = False
) -> Organisation:
    """The working organisation of the public id; raises `NotVisible` for none of these kinds.

    With `suspended` also one that a coordinator has suspended: cases under way go on.
    """
    rows = Organisation.objects.filter(public_id=public_id)
    if not suspended:
        rows = rows.filter(suspended_at__isnull=True)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    row = rows.first()
    if row is None:
        raise NotVisible
    return row


def card_by_code(code: str) -> Organisation | None:
    """The organisation of the code."""
    return Organisation.objects.filter(code=code).first()


def clinics(area: str = "") -> list[Organisation]:
    """Clinics that take new patients: verified, not suspended; of the area where one is named."""
    rows = Organisation.objects.filter(
        kind=OrganisationKind.CLINIC, verified_at__isnull=False, suspended_at__isnull=True
    )
    if area:
        rows = rows.filter(areas__contains=[area])
    return list(rows.order_by("code"))


def clinics_by_key(keys: Collection[int]) -> dict[int, Organisation]:
    """Those of the clinics that take new patients (see `clinics`), by key."""
    rows = Organisation.objects.filter(
        kind=OrganisationKind.CLINIC, verified_at__isnull=False, suspended_at__isnull=True
    )
    return rows.in_bulk(list(keys))


def clinic_taking(public_id: str) -> Organisation:
    """The clinic of the public id, if it takes new patients (see `clinics`); raises `NotVisible`.

    Asked at the moment of a referral, so that a suspended clinic gets none from then on.
    """
    row = Organisation.objects.filter(
        public_id=public_id,
        kind=OrganisationKind.CLINIC,
        verified_at__isnull=False,
        suspended_at__isnull=True,
    ).first()
    if row is None:
        raise NotVisible
    return row


def every_clinic() -> list[Organisation]:
    """All clinics, suspended and not yet verified ones too: for figures and coordinators."""
    return list(Organisation.objects.filter(kind=OrganisationKind.CLINIC).order_by("code"))


def of_kind(*kinds: OrganisationKind) -> list[Organisation]:
    """Working organisations of the kinds, by code."""
    return list(
        Organisation.objects.filter(kind__in=kinds, suspended_at__isnull=True).order_by("code")
    )


def in_language(texts: dict[str, str], language: str) -> str:
    """The text in the language, else English, else Russian, else any."""
    return next((texts[code] for code in (language, "en", "ru", *texts) if texts.get(code)), "")
