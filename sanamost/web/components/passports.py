"""A passport of a service in words: the same rows for the clinic and for whoever is in charge."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sanamost.engines import passports as engine
from sanamost.engines.passports import (
    BANDS,
    Asked,
    Check,
    Counts,
    Figures,
    Machine,
    Risk,
    Rulebook,
    Verdict,
    Weight,
)
from sanamost.insight.readiness.rulebook import life_of, text_in
from sanamost.insight.readiness.selectors import Assessed
from sanamost.registry.catalogue import selectors as catalogue
from sanamost.registry.practitioners.states import AgeBand
from sanamost.registry.resources.machine_kinds import machine_name
from sanamost.registry.resources.states import PlaceKind
from sanamost.web.components.parts import Meaning
from sanamost.web.components.wording import number_words, reader_language, share_words

MEANINGS: dict[Verdict, Meaning] = {
    Verdict.MET: "good",
    Verdict.NOT_MET: "attention",
    Verdict.UNKNOWN: "waiting",
}
WEIGHTS: dict[Weight, Meaning] = {
    Weight.HIGH: "attention",
    Weight.MEDIUM: "waiting",
    Weight.CHANCE: "active",
}


def band_words(band: str) -> str:
    """The age band's name."""
    return str(AgeBand("" if band == "unknown" else band).label)


def band_heads() -> list[str]:
    """The names of the age bands in their order."""
    return [band_words(band) for band in BANDS]


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One speciality; None is a number that the reader may not see."""

    name: str
    planned: Decimal
    filled: Decimal
    people: int | None
    ages: list[tuple[str, int | None]]
    """Each band's name and its people."""


def staff_rows(figures: Figures) -> list[StaffRow]:
    """Staff by the name of the speciality."""
    names = speciality_names()
    rows = [
        StaffRow(
            names.get(line.speciality, line.speciality),
            line.planned,
            line.filled,
            line.people,
            [(band_words(band), line.ages.get(band)) for band in BANDS],
        )
        for line in figures.staff or ()
    ]
    return sorted(rows, key=lambda row: row.name)


def speciality_names() -> dict[str, str]:
    """The names of specialities in the reader's language, by code."""
    return {one.code: one.name for one in catalogue.specialities(reader_language())}


def area_names() -> dict[str, str]:
    """The names of profiles in the reader's language, by code."""
    return {one.code: one.name for one in catalogue.areas(reader_language())}


@dataclass(frozen=True, slots=True)
class MachineRow:
    """Equipment as it was entered, or all of a kind."""

    name: str
    model: str
    units: int
    years: str
    load: Decimal | int | None


def machine_rows(machines: Iterable[Machine]) -> list[MachineRow]:
    """Every line of equipment."""
    return [
        MachineRow(kind_words(one.kind), one.model, one.units, str(one.year), one.load)
        for one in machines
    ]


def kind_rows(machines: Iterable[Machine]) -> list[MachineRow]:
    """Equipment by kind: units, years from and to, mean load."""
    return [
        MachineRow(
            kind_words(one.kind),
            "",
            one.units,
            str(one.oldest) if one.oldest == one.newest else f"{one.oldest}–{one.newest}",
            one.load,
        )
        for one in engine.by_kind(machines)
    ]


def kind_words(kind: str) -> str:
    """What a kind of equipment is called."""
    return machine_name(kind, reader_language())


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Where patients are cared for."""

    kind: str
    name: str
    beds: int
    day_places: int


def place_rows(figures: Figures) -> list[PlaceRow]:
    """Every place."""
    return [
        PlaceRow(str(PlaceKind(one.kind).label), one.name, one.beds, one.day_places)
        for one in figures.places or ()
    ]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One need of a standard."""

    name: str
    verdict: str
    meaning: Meaning
    numbers: str
    """What there is and what is wanted; empty where no number is meant."""
    confirmed: bool
    source: str


@dataclass(frozen=True, slots=True)
class StandardShown:
    """A standard with its edition and what it found."""

    name: str
    version: str
    author: str
    source: str
    rows: list[CheckRow]
    unconfirmed: bool


def standards_shown(assessed: Assessed) -> list[StandardShown]:
    """Each standard of the profile with its checks, the unmet first."""
    language = reader_language()
    return [
        StandardShown(
            text_in(standard.names, language),
            standard.version,
            standard.author,
            standard.source,
            [_check(check, language) for check in sorted(checks, key=_unmet_first)],
            any(not need.confirmed for need in standard.needs),
        )
        for standard, checks in assessed.standards
    ]


def _unmet_first(check: Check) -> int:
    return (Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET).index(check.verdict)


def _check(check: Check, language: str) -> CheckRow:
    words = {
        Verdict.MET: _("Met"),
        Verdict.NOT_MET: _("Not met"),
        Verdict.UNKNOWN: _("Not known"),
    }
    return CheckRow(
        text_in(check.need.names, language),
        words[check.verdict],
        MEANINGS[check.verdict],
        _numbers(check),
        check.need.confirmed,
        check.need.source,
    )


def _numbers(check: Check) -> str:
    if check.wanted is None:
        return ""
    wanted = number_words(check.wanted)
    if check.found is None:
        return _("not filled; %(wanted)s needed") % {"wanted": wanted}
    found = number_words(check.found)
    lacking = check.wanted - check.found
    if lacking > 0:
        return _("%(found)s of %(wanted)s; %(lacking)s missing") % {
            "found": found,
            "wanted": wanted,
            "lacking": number_words(lacking),
        }
    if check.verdict is Verdict.UNKNOWN and check.need.asked is Asked.POSTS:
        return _("%(found)s; how many are needed depends on the people served") % {"found": found}
    return _("%(found)s; %(wanted)s needed") % {"found": found, "wanted": wanted}


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One risk with the figures that it follows from."""

    code: str
    name: str
    weight: str
    meaning: Meaning
    words: str


def risk_rows(risks: Sequence[Risk], book: Rulebook) -> list[RiskRow]:
    """Each risk in words, the weightiest first."""
    weights = {
        Weight.HIGH: _("High"),
        Weight.MEDIUM: _("Medium"),
        Weight.CHANCE: _("Opportunity"),
    }
    language = reader_language()
    return [
        RiskRow(
            risk.rule.code,
            text_in(risk.rule.names, language),
            weights[risk.rule.weight],
            WEIGHTS[risk.rule.weight],
            risk_words(risk, book),
        )
        for risk in risks
    ]


def risk_words(risk: Risk, book: Rulebook) -> str:
    """The rule's words with the figures put in."""
    share = risk.part / risk.whole if risk.whole else Decimal(0)
    limit = risk.rule.limit
    life = life_of(book, risk)
    return text_in(risk.rule.words, reader_language()).format(
        subject=_subject(risk),
        part=number_words(risk.part.normalize() + 0),
        whole=number_words(risk.whole.normalize() + 0),
        share=share_words(share),
        limit=share_words(limit) if 0 < limit < 1 else number_words(limit),
        life="" if life is None else number_words(life),
    )


def _subject(risk: Risk) -> str:
    known = speciality_names()
    return known.get(risk.subject) or kind_words(risk.subject)


@dataclass(frozen=True, slots=True)
class CountShown:
    """One number with its change."""

    label: str
    value: str
    change: str
    """Empty where there is nothing to compare it with."""


def counts_shown(now: Counts, before: Counts | None) -> list[CountShown]:
    """The few numbers of a passport or a sum, beside those of an earlier one."""
    labels = {
        "planned": _("Posts planned"),
        "filled": _("Posts filled"),
        "machines": _("Units of equipment"),
        "places": _("Places of care"),
        "centres": _("Out-patient centres"),
        "beds": _("Beds"),
        "day_places": _("Day places"),
    }
    values: dict[str, Any] = asdict(now)
    earlier: dict[str, Any] = asdict(before) if before else {}
    return [
        CountShown(
            label,
            number_words(values[name]),
            change_words(values[name] - earlier[name]) if earlier else "",
        )
        for name, label in labels.items()
    ]


def change_words(change: Decimal | int) -> str:
    """A change with its sign; no change is said in words."""
    if not change:
        return _("unchanged")
    sign = "+" if change > 0 else "\N{MINUS SIGN}"
    return f"{sign}{number_words(abs(Decimal(change)))}"
