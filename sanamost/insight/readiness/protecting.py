"""Ages of staff for readers outside the clinic: small groups hidden, clinics within regions.

The rule is that of patients' figures (docs/algorithms/counting.md). Of a speciality with a hidden
age group the empty ones are hidden too: "nobody but the hidden group" would say who is in it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sanamost.engines import statistics as engine
from sanamost.engines.money import Money
from sanamost.engines.passports import BANDS, Figures, StaffLine, staff_by_speciality, total
from sanamost.engines.periods import Period
from sanamost.engines.statistics import ALL_CASES, HIDDEN
from sanamost.registry.resources.selectors import Filled

NOTHING = Decimal(0)
_EVER = dt.date.min
Ages = dict[str, int | None]
Row = tuple[str, str, tuple[int, ...]]
"""A clinic, its region, and its people by age band."""


@dataclass(frozen=True, slots=True)
class Shielded:
    """Figures as somebody outside the clinics may see them."""

    clinics: Mapping[int, Figures]
    """By the organisation's key."""
    regions: Mapping[str, Figures]
    whole: Figures


@dataclass(frozen=True, slots=True)
class _Seen:
    """One speciality: ages and people by clinic, by region, and in all."""

    clinics: Mapping[str, tuple[Ages, int | None]]
    regions: Mapping[str, tuple[Ages, int | None]]
    whole: tuple[Ages, int | None]


def shielded(filled: Sequence[Filled], region_of: Mapping[int, str]) -> Shielded:
    """The figures of these passports with small groups of people hidden.

    All passports of a profile and date are looked at together, whoever asks, so that what one
    reader sees never shows what is hidden from the same reader elsewhere.
    """
    seen = {code: _seen(rows) for code, rows in _rows_by_speciality(filled, region_of).items()}
    clinics = {
        one.organisation_id: _with_ages(
            one.figures,
            {code: each.clinics.get(str(one.organisation_id)) for code, each in seen.items()},
        )
        for one in filled
    }
    regions = {
        region: _with_ages(
            total(one.figures for one in filled if region_of[one.organisation_id] == region),
            {code: each.regions.get(region) for code, each in seen.items()},
        )
        for region in sorted({region_of[one.organisation_id] for one in filled})
    }
    whole = _with_ages(
        total(one.figures for one in filled), {code: each.whole for code, each in seen.items()}
    )
    return Shielded(clinics, regions, whole)


def _rows_by_speciality(
    filled: Sequence[Filled], region_of: Mapping[int, str]
) -> dict[str, tuple[Row, ...]]:
    rows: dict[str, list[Row]] = {}
    for one in sorted(filled, key=lambda each: each.organisation_id):
        for code, line in staff_by_speciality(one.figures).items():
            ages = tuple(line.ages[band] or 0 for band in BANDS)
            place = (str(one.organisation_id), region_of[one.organisation_id])
            rows.setdefault(code, []).append((*place, ages))
    return {code: tuple(each) for code, each in rows.items()}


def _with_ages(figures: Figures, seen: Mapping[str, tuple[Ages, int | None] | None]) -> Figures:
    if figures.staff is None:
        return figures
    lines = []
    for line in figures.staff:
        ages, people = seen.get(line.speciality) or (dict.fromkeys(BANDS), None)
        lines.append(StaffLine(line.speciality, line.planned, line.filled, ages, people))
    return Figures(
        tuple(lines),
        figures.machines,
        figures.places,
        figures.reference,
        figures.answers,
        figures.population,
    )


@lru_cache(maxsize=512)
def _seen(rows: tuple[Row, ...]) -> _Seen:
    region_of = {clinic: region for clinic, region, _ages in rows}
    by_clinic = {clinic: ages for clinic, _region, ages in rows}
    by_region = {
        region: tuple(
            sum(numbers)
            for numbers in zip(
                *(ages for _clinic, where, ages in rows if where == region), strict=True
            )
        )
        for region in sorted(set(region_of.values()))
    }
    nested = engine.protect_nested(
        _table("organisation", by_clinic), _table("region", by_region), region_of
    )
    every = tuple(sum(numbers) for numbers in zip(*by_clinic.values(), strict=True))
    return _Seen(
        clinics={key: _line(nested.detail, key, ages) for key, ages in by_clinic.items()},
        regions={key: _line(nested.groups, key, ages) for key, ages in by_region.items()},
        whole=_closed(
            {
                band: _plain(nested.detail.column_totals.get(band), number)
                for band, number in zip(BANDS, every, strict=True)
            },
            _plain(nested.detail.total, sum(every)),
        ),
    )


def _line(
    table: engine.ProtectedCrossTab, key: str, ages: tuple[int, ...]
) -> tuple[Ages, int | None]:
    return _closed(
        {
            band: _plain(table.cells.get((key, band)), number)
            for band, number in zip(BANDS, ages, strict=True)
        },
        _plain(table.row_totals.get(key), sum(ages)),
    )


def _closed(ages: Ages, people: int | None) -> tuple[Ages, int | None]:
    """Where something is hidden, the empty groups are hidden beside it."""
    if people is not None and None not in ages.values():
        return ages, people
    return {band: number or None for band, number in ages.items()}, people


def _plain(shown: engine.Shown | None, number: int) -> int | None:
    """The number, unless it is hidden; one that is in no table is 0."""
    return None if shown is HIDDEN else number


def _table(rows: str, ages: Mapping[str, tuple[int, ...]]) -> engine.CrossTab:
    cells = {
        (key, band): _figures(number)
        for key, numbers in ages.items()
        for band, number in zip(BANDS, numbers, strict=True)
        if number
    }
    columns = {
        band: sum(numbers[place] for numbers in ages.values()) for place, band in enumerate(BANDS)
    }
    return engine.CrossTab(
        engine.Counted(ALL_CASES, Period(_EVER), 0),
        rows,
        "age",
        cells,
        {key: _figures(sum(numbers)) for key, numbers in ages.items() if sum(numbers)},
        {band: _figures(number) for band, number in columns.items() if number},
        _figures(sum(columns.values())),
    )


def _figures(number: int) -> engine.Figures:
    return engine.Figures(number, number, 0, {}, Money(NOTHING, "RUB"), Money(NOTHING, "USD"))
