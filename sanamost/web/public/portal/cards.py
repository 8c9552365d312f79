"""What visitors see of clinics: one value object per card, read in a fixed number of queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse

from sanamost.insight.statistics import answering
from sanamost.insight.statistics.answering import UNKNOWN, AnswerSpeed
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.catalogue.selectors import AreaOffer
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.proof_kinds import proof_kinds
from sanamost.web.components.wording import language_words, pick_text, working_words


@dataclass(frozen=True, slots=True)
class ShownProof:
    """One licence, accreditation or attribute in the reader's words."""

    code: str
    family: str
    name: str
    scope: str
    number: str
    issuer: str
    valid_until: dt.date | None
    page: str
    issued_on: dt.date | None = None
    works: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClinicCard:
    """A clinic as visitors see it."""

    code: str
    public_id: str
    key: int
    name: str
    about: str
    region: str
    region_code: str
    city: str
    languages: str
    sites: list[Any]
    proofs: list[ShownProof]
    areas: list[AreaOffer]
    verified: bool
    answers_in: str
    """The usual time to the physician's verdict, in working days; empty while too few are known."""
    answered: int
    """How many requests it answered in the period."""
    card: Any

    @property
    def url(self) -> str:
        """The clinic's page."""
        return reverse("clinic", args=[self.code])

    @property
    def licences(self) -> list[ShownProof]:
        """The state's permissions to work."""
        return [one for one in self.proofs if one.family == "licence"]

    @property
    def accreditations(self) -> list[ShownProof]:
        """What others certified."""
        return [one for one in self.proofs if one.family == "accreditation"]

    @property
    def attributes(self) -> list[ShownProof]:
        """What the clinic offers and has proven."""
        return [one for one in self.proofs if one.family == "attribute"]

    @property
    def treatments(self) -> int:
        """How many treatments have a published price."""
        return sum(one.treatments for one in self.areas)

    @property
    def cheapest(self) -> AreaOffer | None:
        """The area with the lowest price of those that were read."""
        return min(self.areas, key=lambda one: one.cheapest, default=None)


def clinic_cards(
    *,
    day: dt.date,
    language: str,
    rows: Sequence[Any] | None = None,
    area: str = "",
) -> list[ClinicCard]:
    """The cards of working clinics (of `rows`, where given), in the published order.

    The order is: verified first, then those that answer faster, then by name. Nobody pays for a
    place. At most seven queries whatever the number.
    """
    clinics = organisations.clinics(area) if rows is None else list(rows)
    keys = [row.pk for row in clinics]
    proofs = organisations.shown_proofs(keys, day=day)
    sites = organisations.sites_of(keys)
    offers: dict[int, list[AreaOffer]] = defaultdict(list)
    for offer in catalogue.area_offers(day=day, area=area, organisation_ids=keys):
        offers[offer.organisation_id].append(offer)
    speeds = answering.answer_speeds(day=day)
    regions = {choice.code: choice.name for choice in catalogue.regions(language)}
    made = [
        _card(row, sites.get(row.pk, []), proofs.get(row.pk, []), offers[row.pk], speeds, regions)
        for row in clinics
    ]
    late = dt.timedelta.max
    return sorted(
        made, key=lambda one: (not one.verified, _wait(speeds, one.key) or late, one.name)
    )


def cheapest_by_area(offers: Iterable[AreaOffer]) -> dict[str, tuple[int, Decimal, str]]:
    """How many clinics offer each area, and the lowest price with its currency."""
    clinics: dict[str, set[int]] = defaultdict(set)
    lowest: dict[str, tuple[Decimal, str]] = {}
    for offer in offers:
        clinics[offer.area].add(offer.organisation_id)
        price = (offer.cheapest, offer.currency)
        lowest[offer.area] = min(lowest.get(offer.area, price), price)
    return {area: (len(clinics[area]), *lowest[area]) for area in clinics}


def _wait(speeds: dict[int, AnswerSpeed], key: int) -> dt.timedelta | None:
    return speeds.get(key, UNKNOWN).time


def _card(
    row: Any,
    sites: list[Any],
    proofs: list[Any],
    offers: list[AreaOffer],
    speeds: dict[int, AnswerSpeed],
    regions: dict[str, str],
) -> ClinicCard:
    speed = speeds.get(row.pk, UNKNOWN)
    city = pick_text(sites[0].city) if sites and sites[0].city else ""
    return ClinicCard(
        code=row.code,
        public_id=row.public_id,
        key=row.pk,
        name=pick_text(row.names),
        about=pick_text(row.about),
        region=regions.get(row.region, ""),
        region_code=row.region,
        city=city,
        languages=", ".join(language_words(code) for code in row.languages),
        sites=sites,
        proofs=[_shown(proof) for proof in proofs],
        areas=offers,
        verified=row.verified_at is not None,
        answers_in=working_words(speed.time) if speed.time is not None else "",
        answered=speed.answered,
        card=row,
    )


def _shown(proof: Any) -> ShownProof:
    kind = proof_kinds()[proof.kind]
    return ShownProof(
        code=kind.code,
        family=kind.family,
        name=pick_text(kind.names),
        scope=proof.scope,
        number=proof.number,
        issuer=proof.issuer,
        valid_until=proof.valid_until,
        page=kind.page,
        issued_on=proof.issued_on,
        works=tuple(proof.works),
    )
