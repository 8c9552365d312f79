"""Passports rolled up: a profile in a region, what is missing, what changed, what it risks.

Counted as the system over passports that the reader may not open; only what `protecting` leaves of
the people gets out, and nothing of a region that is not in the reader's charge.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanamost.engines import passports as engine
from sanamost.engines.passports import Check, Counts, Figures, Findings, Rulebook, Standard, Verdict
from sanamost.foundation.access.acting import acting_as
from sanamost.foundation.access.actor import Actor, system
from sanamost.foundation.languages.errors import NotVisible
from sanamost.insight.readiness.protecting import Shielded, shielded
from sanamost.insight.readiness.rulebook import edition_on, standards_on
from sanamost.registry.organisations import selectors as organisations
from sanamost.registry.organisations.policies import COORDINATORS
from sanamost.registry.resources import selectors as resources
from sanamost.registry.resources.selectors import Filled

CLINIC, REGION = "clinic", "region"


@dataclass(frozen=True, slots=True)
class Assessed:
    """Figures held against the rules of their day."""

    book: Rulebook
    standards: tuple[tuple[Standard, tuple[Check, ...]], ...]
    findings: Findings

    @property
    def verdicts(self) -> Mapping[Verdict, int]:
        """How many checks ended how."""
        return Counter(check.verdict for _, checks in self.standards for check in checks)


@dataclass(frozen=True, slots=True)
class ClinicRow:
    """A clinic's newest passport as the reader may see it, and an earlier one beside it."""

    card: Any
    as_of: dt.date
    figures: Figures
    counts: Counts
    assessed: Assessed
    before: Counts | None
    """None where the clinic had filled none by the earlier date."""


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region's sum."""

    region: str
    clinics: int
    counts: Counts
    before: Counts
    findings: Findings


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A profile's sum over the clinics in charge."""

    area: str
    clinics: int
    missing: int
    counts: Counts
    before: Counts
    clinics_before: int
    findings: Findings


@dataclass(frozen=True, slots=True)
class Report:
    """One profile on one date, beside an earlier one."""

    area: str
    on: dt.date
    earlier: dt.date
    region: str
    """Empty for everything in charge."""
    rows: tuple[ClinicRow, ...]
    missing: tuple[Any, ...]
    """Cards of clinics that offer the profile and have no fresh passport."""
    regions: tuple[RegionRow, ...]
    figures: Figures
    counts: Counts
    before_figures: Figures
    before: Counts
    clinics_before: int
    book: Rulebook
    findings: Findings
    in_clinics: Mapping[str, int]
    """In how many clinics each rule finds something, by its code."""


def assess(figures: Figures, *, area: str, on: dt.date, scope: str = CLINIC) -> Assessed:
    """Standards (of a clinic alone) and risks by the rules that hold on the day."""
    book = edition_on(on).book
    standards = standards_on(on, area) if scope == CLINIC else []
    return Assessed(
        book=book,
        standards=tuple((one, tuple(engine.checks(figures, one))) for one in standards),
        findings=engine.findings(figures, book, scope=scope, year=on.year),
    )


def overview(actor: Actor, *, on: dt.date, earlier: dt.date) -> list[AreaRow]:
    """Every profile that a clinic in charge offers or has filled; raises `NotVisible`.

    A constant number of queries.
    """
    charge = _Charge.of(actor)
    now, before = _newest(on), _newest(earlier)
    offered = {area for card in charge.cards.values() for area in card.areas}
    areas = sorted({one.area for one in now if charge.has(one)} | offered)
    return [_area_row(area, charge, now, before, on) for area in areas]


def report(actor: Actor, *, area: str, on: dt.date, earlier: dt.date, region: str = "") -> Report:
    """One profile of everything in charge, or of one region of it; raises `NotVisible`.

    A constant number of queries.
    """
    charge = _Charge.of(actor, region)
    now, before = _newest(on, area), _newest(earlier, area)
    seen, seen_before = charge.shield(now), charge.shield(before)
    inside = [one for one in now if charge.has(one)]
    inside_before = {one.organisation_id: one for one in before if charge.has(one)}
    rows = tuple(
        _clinic_row(charge.cards[one.organisation_id], one, seen, inside_before, on)
        for one in inside
    )
    figures = charge.sum_of(seen)
    before_figures = charge.sum_of(seen_before)
    assessed = assess(figures, area=area, on=on, scope=REGION)
    there = {one.organisation_id for one in inside}
    return Report(
        area=area,
        on=on,
        earlier=earlier,
        region=region,
        rows=rows,
        missing=tuple(charge.missing(area, there)),
        regions=_region_rows(charge, inside, seen, inside_before.values(), on),
        figures=figures,
        counts=engine.counts(figures),
        before_figures=before_figures,
        before=engine.counts(before_figures),
        clinics_before=len(inside_before),
        book=assessed.book,
        findings=assessed.findings,
        in_clinics=Counter(
            code
            for row in rows
            for code in {risk.rule.code for risk in row.assessed.findings.risks}
        ),
    )


def clinic_report(
    actor: Actor, organisation: str, *, area: str, on: dt.date, earlier: dt.date
) -> ClinicRow:
    """One clinic of it, by its public id; raises `NotVisible`, also where it has filled none."""
    found = report(actor, area=area, on=on, earlier=earlier)
    row = next((one for one in found.rows if one.card.public_id == organisation), None)
    if row is None:
        raise NotVisible
    return row


def profiles_filled(actor: Actor, *, on: dt.date) -> dict[str, list[str]]:
    """The profiles of which each clinic in charge has a fresh passport, by its public id."""
    charge = _Charge.of(actor)
    found: dict[str, list[str]] = {}
    for one in _newest(on):
        if charge.has(one):
            found.setdefault(charge.cards[one.organisation_id].public_id, []).append(one.area)
    return found


@dataclass(frozen=True, slots=True)
class _Charge:
    """The clinics that the reader is in charge of, among all there are."""

    every: Mapping[int, Any]
    cards: Mapping[int, Any]
    region: str
    """Empty for the whole country."""

    @classmethod
    def of(cls, actor: Actor, region: str = "") -> "_Charge":
        """By the reader's office; raises `NotVisible` for everybody else and for other regions."""
        if not actor.has(*COORDINATORS):
            raise NotVisible
        every = {card.pk: card for card in organisations.every_clinic()}
        if actor.organisation_kind == "national":
            chosen = region
        elif actor.organisation_kind == "region" and actor.region and region in {"", actor.region}:
            chosen = actor.region
        else:
            raise NotVisible
        cards = {pk: card for pk, card in every.items() if not chosen or card.region == chosen}
        return cls(every, cards, chosen)

    def has(self, one: Filled) -> bool:
        """Whether the passport's clinic is in charge."""
        return one.organisation_id in self.cards

    def shield(self, filled: Sequence[Filled]) -> Shielded:
        """What outsiders may see of all passports, whoever asks."""
        known = [one for one in filled if one.organisation_id in self.every]
        return shielded(known, {pk: card.region for pk, card in self.every.items()})

    def sum_of(self, seen: Shielded) -> Figures:
        """The sum that the reader asked for."""
        return seen.regions.get(self.region, Figures()) if self.region else seen.whole

    def missing(self, area: str, there: set[int]) -> list[Any]:
        """Clinics at work that offer the profile without a fresh passport of it."""
        return [
            card
            for pk, card in self.cards.items()
            if area in card.areas and pk not in there and card.suspended_at is None
        ]


def _newest(on: dt.date, area: str = "") -> list[Filled]:
    after = on - dt.timedelta(days=edition_on(on).fresh_days)
    actor = system("passports rolled up")
    with acting_as(actor):
        return resources.newest_by_clinic(actor, on=on, after=after, area=area)


def _clinic_row(
    card: Any, one: Filled, seen: Shielded, before: Mapping[int, Filled], on: dt.date
) -> ClinicRow:
    figures = seen.clinics[card.pk]
    earlier = before.get(card.pk)
    return ClinicRow(
        card=card,
        as_of=one.as_of,
        figures=figures,
        counts=engine.counts(figures),
        assessed=assess(figures, area=one.area, on=on),
        before=engine.counts(earlier.figures) if earlier else None,
    )


def _region_rows(
    charge: _Charge,
    inside: Sequence[Filled],
    seen: Shielded,
    before: Any,
    on: dt.date,
) -> tuple[RegionRow, ...]:
    """The regions of the country; none where one region alone was asked for."""
    if charge.region:
        return ()
    region_of = {pk: card.region for pk, card in charge.cards.items()}
    earlier = list(before)
    return tuple(
        RegionRow(
            region=region,
            clinics=sum(region_of[one.organisation_id] == region for one in inside),
            counts=engine.counts(figures),
            before=engine.counts(
                engine.total(
                    one.figures for one in earlier if region_of[one.organisation_id] == region
                )
            ),
            findings=assess(figures, area="", on=on, scope=REGION).findings,
        )
        for region, figures in seen.regions.items()
    )


def _area_row(
    area: str, charge: _Charge, now: Sequence[Filled], before: Sequence[Filled], on: dt.date
) -> AreaRow:
    of_area = [one for one in now if one.area == area]
    inside = [one for one in of_area if charge.has(one)]
    inside_before = [one for one in before if one.area == area and charge.has(one)]
    figures = charge.sum_of(charge.shield(of_area))
    return AreaRow(
        area=area,
        clinics=len(inside),
        missing=len(charge.missing(area, {one.organisation_id for one in inside})),
        counts=engine.counts(figures),
        before=engine.counts(engine.total(one.figures for one in inside_before)),
        clinics_before=len(inside_before),
        findings=assess(figures, area=area, on=on, scope=REGION).findings,
    )
