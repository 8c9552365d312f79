"""Figures of staff for readers outside the clinics …"""

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from sanamost.engines import passports as engine
from sanamost.engines.passports import BANDS, Figures, StaffLine
from sanamost.engines.statistics import MINIMUM
from sanamost.insight.readiness.protecting import Shielded, shielded
from sanamost.registry.resources.selectors import Filled

DAY = dt.date(2026, 9, 30)
NOW = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
REGIONS = {1: "05", 2: "05", 3: "45", 4: "45"}


def filled(clinic: int, ages: dict[str, dict[str, int]]) -> Filled:
    lines = tuple(
        engine.staff_line(code, sum(bands.values()) + 1, sum(bands.values()), bands)
        for code, bands in sorted(ages.items())
    )
    return Filled(clinic, "oncology", DAY, NOW, Figures(staff=lines))


BANDED = st.dictionaries(st.sampled_from(BANDS), st.integers(0, 12))
CLINICS = st.dictionaries(
    st.sampled_from(sorted(REGIONS)),
    st.dictionaries(st.sampled_from(["41", "60"]), BANDED),
    min_size=1,
).map(lambda every: [filled(clinic, ages) for clinic, ages in sorted(every.items())])


def seen_lines(seen: Shielded) -> list[StaffLine]:
    every = [*seen.clinics.values(), *seen.regions.values(), seen.whole]
    return [line for figures in every for line in figures.staff or ()]


@settings(deadline=None, max_examples=60)
@given(CLINICS)
def test_show_no_small_group_and_no_gap_beside_a_hidden_one(passports: list[Filled]) -> None:
    for line in seen_lines(shielded(passports, REGIONS)):
        numbers = [*line.ages.values(), line.people]
        assert all(number is None or number == 0 or number >= MINIMUM for number in numbers)
        if None in numbers:
            assert 0 not in line.ages.values()


@settings(deadline=None, max_examples=60)
@given(CLINICS)
def test_show_nothing_but_the_truth_and_add_up(passports: list[Filled]) -> None:
    seen = shielded(passports, REGIONS)
    truth = engine.staff_by_speciality(engine.total(one.figures for one in passports))
    shown = engine.staff_by_speciality(seen.whole)
    assert set(shown) == set(truth)
    for code, line in shown.items():
        assert line.people in (None, truth[code].people)
        assert all(line.ages[band] in (None, truth[code].ages[band]) for band in BANDS)
    parts = [engine.counts(one) for one in seen.regions.values()]
    clinics = [engine.counts(one) for one in seen.clinics.values()]
    whole = engine.counts(seen.whole)
    assert whole.filled == sum((one.filled for one in parts), Decimal(0))
    assert whole.filled == sum((one.filled for one in clinics), Decimal(0))


def test_hide_a_clinic_s_few_that_the_region_less_the_other_would_show() -> None:
    seen = shielded(
        [
            filled(1, {"41": {"60_plus": 2, "40_49": 9}}),
            filled(2, {"41": {"60_plus": 9, "40_49": 9}}),
        ],
        REGIONS,
    )
    (one,), (other,), (region,) = (
        figures.staff or () for figures in (seen.clinics[1], seen.clinics[2], seen.regions["05"])
    )
    assert one.ages["60_plus"] is None
    assert None in {other.ages["60_plus"], region.ages["60_plus"]}


def test_leave_posts_equipment_and_places_as_they_are() -> None:
    machines = (engine.machine("ct", 1, 2019),)
    places = (engine.place("hospital", "Main", 3),)
    staff = (engine.staff_line("41", 2, 1, {"60_plus": 1}),)
    whole = Figures(staff, machines, places, "A centre", {"consilium": "yes"}, 9)
    seen = shielded([Filled(1, "oncology", DAY, NOW, whole)], REGIONS).clinics[1]
    (line,) = seen.staff or ()
    assert [int(line.planned), int(line.filled), line.people] == [2, 1, None]
    assert (seen.machines, seen.places) == (machines, places)
    assert (seen.reference, seen.answers, seen.population) == ("A centre", {"consilium": "yes"}, 9)
