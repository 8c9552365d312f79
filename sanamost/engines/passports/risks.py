"""Risks that follow from a passport: rules are data, and each risk says its figures.

The same rules serve a clinic and a region, for a region is the sum of its clinics; a rule says for
which of the two it is meant.
"""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sanamost.engines.passports.figures import Figures, StaffLine
from sanamost.engines.passports.standards import Texts

NOTHING = Decimal(0)


class Sort(enum.Enum):
    """How a rule looks at a passport."""

    AGE_SHARE = "age_share"
    """The share of a speciality's people in the bands is at least `limit`."""
    FEW_POSTS = "few_posts"
    """A speciality that works at all has at most `limit` filled posts."""
    VACANT = "vacant"
    """The share of a speciality's planned posts that nobody holds is at least `limit`."""
    WORN_OUT = "worn_out"
    """Equipment of a kind has reached its service life; `limit` is its share of the units."""
    LOADED = "loaded"
    """Equipment of a kind works at `limit` per cent or more."""
    IDLE = "idle"
    """Equipment of a kind works at `limit` per cent or less."""
    NO_REFERENCE = "no_reference"
    """The clinic says that it refers to no centre."""
    FEW_PLACES = "few_places"
    """At most `limit` places of the kinds, or of any kind."""


class Weight(enum.Enum):
    """How much it matters."""

    HIGH = "high"
    MEDIUM = "medium"
    CHANCE = "chance"
    """No danger: something that could be used better."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, with its words by language; the words name `subject`, `part`, `whole`, `limit`."""

    code: str
    sort: Sort
    weight: Weight
    limit: Decimal
    names: Texts
    words: Texts
    source: str = ""
    kinds: tuple[str, ...] = ()
    """Age bands or kinds of places."""
    scopes: tuple[str, ...] = ("clinic", "region")


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of one edition, and how many years equipment serves by its kind."""

    version: str
    author: str
    source: str
    rules: tuple[Rule, ...]
    service_life: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Risk:
    """What a rule found: `part` of `whole`, against the rule's limit."""

    rule: Rule
    subject: str = ""
    """A speciality or a kind of equipment; empty for the passport as a whole."""
    part: Decimal = NOTHING
    whole: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Findings:
    """The risks, and how many questions could not be answered for hidden figures."""

    risks: tuple[Risk, ...]
    withheld: int = 0


def findings(figures: Figures, book: Rulebook, *, scope: str, year: int) -> Findings:
    """Every risk of the passport, the weightiest first; equipment's age is that of `year`.

    A section that nobody filled gives no risk: not knowing is shown by the checks.
    """
    found: list[Risk] = []
    withheld = 0
    for rule in book.rules:
        if scope not in rule.scopes:
            continue
        for risk in _LOOKS[rule.sort](figures, rule, book, year):
            if risk is None:
                withheld += 1
            else:
                found.append(risk)
    order = list(Weight)
    ranked = sorted(found, key=lambda risk: order.index(risk.rule.weight))
    return Findings(tuple(ranked), withheld)


Looked = Iterator[Risk | None]


def _ages(figures: Figures, rule: Rule, _book: Rulebook, _year: int) -> Looked:
    for line in figures.staff or ():
        bands = [line.ages.get(band) for band in rule.kinds]
        if line.people is None or None in bands:
            yield None
        elif line.people:
            part = sum(number or 0 for number in bands)
            if Decimal(part) / line.people >= rule.limit:
                yield Risk(rule, line.speciality, Decimal(part), Decimal(line.people))


def _few_posts(figures: Figures, rule: Rule, _book: Rulebook, _year: int) -> Looked:
    for line in figures.staff or ():
        if NOTHING < line.filled <= rule.limit:
            yield Risk(rule, line.speciality, line.filled, line.planned)


def _vacant(figures: Figures, rule: Rule, _book: Rulebook, _year: int) -> Looked:
    for line in figures.staff or ():
        if line.planned and _free(line) / line.planned >= rule.limit:
            yield Risk(rule, line.speciality, _free(line), line.planned)


def _free(line: StaffLine) -> Decimal:
    return line.planned - line.filled


def _worn_out(figures: Figures, rule: Rule, book: Rulebook, year: int) -> Looked:
    for kind in sorted({one.kind for one in figures.machines or ()}):
        life = book.service_life.get(kind)
        units = [one for one in figures.machines or () if one.kind == kind]
        whole = sum(one.units for one in units)
        old = sum(one.units for one in units if life and year - one.year >= life)
        if old and Decimal(old) / whole >= rule.limit:
            yield Risk(rule, kind, Decimal(old), Decimal(whole))


def _loaded(figures: Figures, rule: Rule, _book: Rulebook, _year: int) -> Looked:
    yield from _by_load(figures, rule, at_least=True)


def _idle(figures: Figures, rule: Rule, _book: Rulebook, _year: int) -> Looked:
    yield from _by_load(figures, rule, at_least=False)


def _by_load(figures: Figures, rule: Rule, *, at_least: bool) -> Looked:
    for kind in sorted({one.kind for one in figures.machines or ()}):
        units = [one for one in figures.machines or () if one.kind == kind]
        known = [one for one in units if one.load is not None]
        hit = [
            one
            for one in known
            if one.load is not None
            and (one.load >= rule.limit if at_least else one.load <= rule.limit)
        ]
        if hit:
            part = sum(one.units for one in hit)
            yield Risk(rule, kind, Decimal(part), Decimal(sum(one.units for one in known)))


def _no_reference(figures: Figures, rule: Rule, _book: Rulebook, _year: int) -> Looked:
    if figures.reference == "":
        yield Risk(rule)


def _few_places(figures: Figures, rule: Rule, _book: Rulebook, _year: int) -> Looked:
    if figures.places is None:
        return
    chosen = [one for one in figures.places if not rule.kinds or one.kind in rule.kinds]
    if len(chosen) <= rule.limit:
        yield Risk(rule, "", Decimal(len(chosen)), Decimal(len(figures.places)))


_LOOKS = {
    Sort.AGE_SHARE: _ages,
    Sort.FEW_POSTS: _few_posts,
    Sort.VACANT: _vacant,
    Sort.WORN_OUT: _worn_out,
    Sort.LOADED: _loaded,
    Sort.IDLE: _idle,
    Sort.NO_REFERENCE: _no_reference,
    Sort.FEW_PLACES: _few_places,
}
