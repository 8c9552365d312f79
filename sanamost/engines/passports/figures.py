"""What a passport of a service says: staff by age, equipment, places, standards; as plain values.

A section that nobody has filled is None, which is not the same as an empty one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

BANDS = ("under_30", "30_39", "40_49", "50_59", "60_plus", "unknown")
"""Age bands of staff; those of the list of physicians, and one for whoever is not placed."""
HOSPITAL, GENERAL, OUTPATIENT = "hospital", "general_hospital", "outpatient"
PLACE_KINDS = (HOSPITAL, GENERAL, OUTPATIENT)
YES, NO = "yes", "no"
SECTIONS = ("staff", "machines", "places", "standards")
MOST_LINES = 300
MOST = 100_000
"""No count of a passport is larger."""
FIRST_YEAR = 1950
MOST_LOAD = 300
"""Per cent: three shifts where one is planned."""


class Malformed(ValueError):
    """A value that no passport can hold; `code` says what is wrong, `subject` with what."""

    def __init__(self, code: str, subject: str = "") -> None:
        super().__init__(f"{code} {subject}".strip())
        self.code = code
        self.subject = subject


@dataclass(frozen=True, slots=True)
class StaffLine:
    """Those who work in one speciality. None stands for a number that this reader may not see."""

    speciality: str
    planned: Decimal
    """Posts of the staffing plan."""
    filled: Decimal
    """Posts that somebody holds."""
    ages: Mapping[str, int | None]
    """People by age band, every band named."""
    people: int | None

    def whole(self) -> bool:
        """Whether nothing of the ages is hidden."""
        return self.people is not None and None not in self.ages.values()


@dataclass(frozen=True, slots=True)
class Machine:
    """Equipment of one kind, year and load."""

    kind: str
    units: int
    year: int
    """Of manufacture."""
    load: int | None = None
    """Per cent of what it could do in its planned hours; None where it is not measured."""
    model: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where patients are cared for: a building with beds, or an out-patient centre."""

    kind: str
    name: str
    beds: int = 0
    day_places: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """A whole passport, or the sum of several."""

    staff: tuple[StaffLine, ...] | None = None
    machines: tuple[Machine, ...] | None = None
    places: tuple[Place, ...] | None = None
    reference: str | None = None
    """The centre to which difficult cases are referred; empty for none, None for not said."""
    answers: Mapping[str, str] = field(default_factory=dict)
    """To the standard's questions, by their code: yes or no; what is not here is not said."""
    population: int | None = None
    """Adults in the area that is served."""


def staff_line(speciality: str, planned: Any, filled: Any, ages: Mapping[str, Any]) -> StaffLine:
    """A line whose ages are all known; raises `Malformed`."""
    if unknown := set(ages) - set(BANDS):
        raise Malformed("band_unknown", min(unknown))
    if not speciality:
        raise Malformed("speciality_missing")
    counted = {band: count(ages.get(band), speciality) for band in BANDS}
    line = StaffLine(
        speciality,
        posts(planned, speciality),
        posts(filled, speciality),
        counted,
        sum(counted.values()),
    )
    if line.filled > line.planned:
        raise Malformed("more_filled_than_planned", speciality)
    return line


def posts(value: Any, subject: str = "") -> Decimal:
    """A number of posts with at most two decimals; raises `Malformed`."""
    try:
        number = Decimal(str(value or 0))
        exact = number.quantize(Decimal("0.01"))
    except InvalidOperation as fault:
        raise Malformed("not_a_number", subject) from fault
    if not number.is_finite() or exact != number or not 0 <= number <= MOST:
        raise Malformed("not_a_number", subject)
    return exact


def count(value: Any, subject: str = "", most: int = MOST) -> int:
    """A whole number from 0; nothing counts as 0; raises `Malformed`."""
    try:
        number = Decimal(str(value or 0))
        whole = int(number)
    except (InvalidOperation, ValueError, OverflowError) as fault:
        raise Malformed("not_a_number", subject) from fault
    if whole != number or not 0 <= whole <= most:
        raise Malformed("not_a_number", subject)
    return whole


def machine(kind: str, units: Any, year: Any, load: Any = None, model: str = "") -> Machine:
    """Equipment as it was typed; raises `Malformed`."""
    if not kind:
        raise Malformed("kind_missing")
    made = count(year, kind, 9999)
    if made < FIRST_YEAR:
        raise Malformed("year_missing", kind)
    many = count(units, kind)
    if not many:
        raise Malformed("units_missing", kind)
    known = None if load in (None, "") else count(load, kind, MOST_LOAD)
    return Machine(kind, many, made, known, str(model).strip()[:120])


def place(kind: str, name: str, beds: Any = 0, day_places: Any = 0) -> Place:
    """A place as it was typed; raises `Malformed`."""
    if kind not in PLACE_KINDS:
        raise Malformed("kind_missing", name)
    if not name.strip():
        raise Malformed("name_missing", kind)
    return Place(kind, name.strip()[:200], count(beds, name), count(day_places, name))


def checked(figures: Figures, *, year: int) -> Figures:
    """The figures in their one order; raises `Malformed`.

    A speciality stands once; no machine is made after `year`; no section has too many lines.
    """
    staff = figures.staff or ()
    specialities = [line.speciality for line in staff]
    if twice := next((one for one in specialities if specialities.count(one) > 1), ""):
        raise Malformed("speciality_twice", twice)
    for one in figures.machines or ():
        if one.year > year:
            raise Malformed("year_ahead", one.kind)
    for section in (figures.staff, figures.machines, figures.places):
        if section is not None and len(section) > MOST_LINES:
            raise Malformed("too_many_lines")
    return Figures(
        staff=_ordered(figures.staff),
        machines=_ordered(figures.machines),
        places=_ordered(figures.places),
        reference=figures.reference,
        answers={code: said for code, said in sorted(figures.answers.items()) if said in (YES, NO)},
        population=figures.population,
    )


def written(figures: Figures) -> dict[str, Any]:
    """The figures as JSON holds them; posts as text, so that no digit is lost."""
    return {
        "staff": None
        if figures.staff is None
        else [
            {
                "speciality": line.speciality,
                "planned": str(line.planned),
                "filled": str(line.filled),
                "ages": {band: line.ages[band] for band in BANDS if line.ages[band]},
            }
            for line in figures.staff
        ],
        "machines": None
        if figures.machines is None
        else [
            {
                "kind": one.kind,
                "units": one.units,
                "year": one.year,
                "load": one.load,
                "model": one.model,
            }
            for one in figures.machines
        ],
        "places": None
        if figures.places is None
        else [
            {"kind": one.kind, "name": one.name, "beds": one.beds, "day_places": one.day_places}
            for one in figures.places
        ],
        "reference": figures.reference,
        "answers": dict(figures.answers),
        "population": figures.population,
    }


def read(content: Mapping[str, Any]) -> Figures:
    """The figures that `written` wrote; raises `Malformed` for anything else."""
    try:
        return Figures(
            staff=_read(content.get("staff"), lambda row: staff_line(**row)),
            machines=_read(content.get("machines"), lambda row: machine(**row)),
            places=_read(content.get("places"), lambda row: place(**row)),
            reference=content.get("reference"),
            answers=dict(content.get("answers") or {}),
            population=content.get("population"),
        )
    except (TypeError, AttributeError) as fault:
        raise Malformed("not_a_passport") from fault


def canonical(figures: Figures) -> str:
    """One text for the same figures, whatever order they were typed in: its digest is theirs."""
    return json.dumps(written(figures), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _read(rows: Any, made: Any) -> Any:
    return None if rows is None else tuple(made(row) for row in rows)


def _ordered(lines: Any) -> Any:
    return None if lines is None else tuple(sorted(lines, key=_key))


def _key(line: Any) -> tuple[Any, ...]:
    if isinstance(line, StaffLine):
        return (line.speciality,)
    if isinstance(line, Machine):
        return (line.kind, line.year, line.model, line.units, line.load or 0)
    return (PLACE_KINDS.index(line.kind), line.name, line.beds, line.day_places)
