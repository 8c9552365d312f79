"""Several passports as one: a region is the sum of its clinics, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from sanamost.engines.passports.figures import BANDS, OUTPATIENT, Figures, Machine, StaffLine

T = TypeVar("T")


def total(passports: Iterable[Figures]) -> Figures:
    """The sum: staff by speciality, equipment and places together.

    A section is None only where no passport has filled it. People served are not added up, for
    clinics share their areas; a reference centre and answers belong to one clinic alone. A number
    that is hidden in one passport is hidden in the sum.
    """
    every = list(passports)
    staff: dict[str, StaffLine] = {}
    for one in every:
        for line in one.staff or ():
            before = staff.get(line.speciality)
            staff[line.speciality] = _added(before, line) if before else line
    return Figures(
        staff=tuple(staff[code] for code in sorted(staff))
        if any(one.staff is not None for one in every)
        else None,
        machines=_joined([one.machines for one in every]),
        places=_joined([one.places for one in every]),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """A passport, or a sum of them, in a few numbers."""

    planned: Decimal = Decimal(0)
    filled: Decimal = Decimal(0)
    machines: int = 0
    places: int = 0
    """Buildings and centres."""
    centres: int = 0
    """Out-patient centres among them."""
    beds: int = 0
    day_places: int = 0


def counts(figures: Figures) -> Counts:
    """The few numbers; a section that is not filled counts as nothing."""
    places = figures.places or ()
    return Counts(
        planned=sum((line.planned for line in figures.staff or ()), Decimal(0)),
        filled=sum((line.filled for line in figures.staff or ()), Decimal(0)),
        machines=sum(one.units for one in figures.machines or ()),
        places=len(places),
        centres=sum(one.kind == OUTPATIENT for one in places),
        beds=sum(one.beds for one in places),
        day_places=sum(one.day_places for one in places),
    )


@dataclass(frozen=True, slots=True)
class MachineCount:
    """All equipment of one kind."""

    kind: str
    units: int
    oldest: int
    """Its oldest year."""
    newest: int
    load: Decimal | None
    """Mean load of the units whose load is known, in per cent; None where none is."""


def by_kind(machines: Iterable[Machine]) -> list[MachineCount]:
    """Equipment by kind, in the order of kinds."""
    groups: dict[str, list[Machine]] = {}
    for one in machines:
        groups.setdefault(one.kind, []).append(one)
    return [_counted(kind, groups[kind]) for kind in sorted(groups)]


def staff_by_speciality(figures: Figures) -> Mapping[str, StaffLine]:
    """The lines by speciality; none where the section is not filled."""
    return {line.speciality: line for line in figures.staff or ()}


def _counted(kind: str, machines: list[Machine]) -> MachineCount:
    known = [one for one in machines if one.load is not None]
    units = sum(one.units for one in known)
    load = sum(one.units * (one.load or 0) for one in known)
    return MachineCount(
        kind,
        sum(one.units for one in machines),
        min(one.year for one in machines),
        max(one.year for one in machines),
        (Decimal(load) / units).quantize(Decimal("0.1")) if units else None,
    )


def _added(one: StaffLine, other: StaffLine) -> StaffLine:
    return StaffLine(
        one.speciality,
        one.planned + other.planned,
        one.filled + other.filled,
        {band: _sum(one.ages.get(band), other.ages.get(band)) for band in BANDS},
        _sum(one.people, other.people),
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _joined(sections: list[tuple[T, ...] | None]) -> tuple[T, ...] | None:
    filled = [section for section in sections if section is not None]
    return tuple(line for section in filled for line in section) if filled else None
