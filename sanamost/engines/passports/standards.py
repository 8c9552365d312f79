"""What a standard asks for, held against a passport: met, not met, or not known."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from sanamost.engines.passports.figures import YES, Figures

Texts = Mapping[str, str]


class Verdict(enum.Enum):
    """What a check found."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Asked(enum.Enum):
    """Of what a need speaks."""

    POSTS = "posts"
    """Filled posts of any of the specialities."""
    MACHINES = "machines"
    """Units of any of the kinds of equipment."""
    PLACES = "places"
    """Places of any of the kinds."""
    DAY_PLACES = "day_places"
    """Places of day treatment, at all places together."""
    REFERENCE = "reference"
    """A reference centre is named."""
    POPULATION = "population"
    """Adults in the area that is served."""
    ANSWER = "answer"
    """The clinic itself says yes."""


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a standard asks for."""

    code: str
    asked: Asked
    names: Texts
    source: str
    confirmed: bool
    """Whether somebody has compared it with the text of the source, number by number."""
    any_of: tuple[str, ...] = ()
    at_least: Decimal = Decimal(1)
    per: int = 0
    """One more for each so many adults served; 0 where the number is fixed."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A set of needs with its edition and source."""

    code: str
    area: str
    version: str
    author: str
    source: str
    names: Texts
    needs: tuple[Need, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Check:
    """One need against one passport. `found` and `wanted` are None where no number is meant."""

    need: Need
    verdict: Verdict
    found: Decimal | None = None
    wanted: Decimal | None = None


def checks(figures: Figures, standard: Standard) -> list[Check]:
    """Every need of the standard, in its order."""
    return [_check(figures, need) for need in standard.needs]


def _check(figures: Figures, need: Need) -> Check:
    if need.asked is Asked.ANSWER:
        return Check(need, _answered(figures.answers.get(need.code)))
    if need.asked is Asked.REFERENCE:
        named = figures.reference
        return Check(need, _verdict(None if named is None else bool(named)))
    found = _found(figures, need)
    wanted, known = _wanted(need, figures.population)
    if found is None:
        return Check(need, Verdict.UNKNOWN, None, wanted)
    if found < wanted:
        return Check(need, Verdict.NOT_MET, found, wanted)
    return Check(need, Verdict.MET if known else Verdict.UNKNOWN, found, wanted)


def _wanted(need: Need, population: int | None) -> tuple[Decimal, bool]:
    """How many are wanted, and whether it might be more."""
    if not need.per or need.asked is Asked.POPULATION:
        return need.at_least, True
    if population is None:
        return need.at_least, False
    share = Decimal(population) / need.per
    return max(need.at_least, share.quantize(Decimal("0.01"), ROUND_HALF_UP)), True


def _found(figures: Figures, need: Need) -> Decimal | None:
    if need.asked is Asked.POPULATION:
        return None if figures.population is None else Decimal(figures.population)
    if need.asked is Asked.POSTS:
        return _sum(
            None
            if figures.staff is None
            else [line.filled for line in figures.staff if line.speciality in need.any_of]
        )
    if need.asked is Asked.MACHINES:
        return _sum(
            None
            if figures.machines is None
            else [one.units for one in figures.machines if one.kind in need.any_of]
        )
    if figures.places is None:
        return None
    if need.asked is Asked.DAY_PLACES:
        return _sum([one.day_places for one in figures.places])
    return Decimal(sum(one.kind in need.any_of for one in figures.places))


def _sum(numbers: Iterable[Decimal | int] | None) -> Decimal | None:
    return None if numbers is None else sum((Decimal(one) for one in numbers), Decimal(0))


def _answered(said: str | None) -> Verdict:
    return _verdict(None if said is None else said == YES)


def _verdict(met: bool | None) -> Verdict:  # noqa: FBT001 the answer itself, not a switch
    return Verdict.UNKNOWN if met is None else Verdict.MET if met else Verdict.NOT_MET
