"""A passport's figures …"""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanamost.engines import passports as engine
from sanamost.engines.passports import BANDS, PLACE_KINDS, Figures, Malformed

NUMBERS = st.integers(0, 500)
POSTS = st.integers(0, 4000).map(lambda quarter: Decimal(quarter) / 4)


@st.composite
def lines(draw: st.DrawFn, speciality: str) -> engine.StaffLine:
    """A line of a speciality with no more filled than planned."""
    low, high = sorted((draw(POSTS), draw(POSTS)))
    return engine.staff_line(speciality, high, low, {band: draw(NUMBERS) for band in BANDS})


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    """A whole passport; any section may be unfilled."""
    codes = draw(st.sets(st.sampled_from(["4", "41", "60", "81", "93"])))
    machine = st.builds(
        engine.machine,
        st.sampled_from(["ct", "mri", "ultrasound"]),
        st.integers(1, 9),
        st.integers(1990, 2026),
        st.none() | st.integers(0, 200),
    )
    place = st.builds(
        engine.place, st.sampled_from(PLACE_KINDS), st.just("Somewhere"), NUMBERS, NUMBERS
    )
    return engine.checked(
        Figures(
            staff=draw(st.none() | st.tuples(*(lines(code) for code in sorted(codes)))),
            machines=draw(st.none() | st.lists(machine, max_size=5).map(tuple)),
            places=draw(st.none() | st.lists(place, max_size=5).map(tuple)),
            reference=draw(st.sampled_from([None, "", "A centre"])),
            answers=draw(st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from(["yes"]))),
            population=draw(st.none() | st.integers(0, 10**7)),
        ),
        year=2026,
    )


@given(figures())
def test_survive_writing_and_reading(one: Figures) -> None:
    assert engine.read(engine.written(one)) == one


@given(figures(), st.randoms(use_true_random=False))
def test_have_one_canonical_form_whatever_their_order(one: Figures, chance: Any) -> None:
    def mixed(section: Any) -> Any:
        return None if section is None else tuple(chance.sample(section, len(section)))

    other = Figures(
        mixed(one.staff), mixed(one.machines), mixed(one.places), one.reference, one.answers,
        one.population,
    )  # fmt: skip
    assert engine.canonical(engine.checked(other, year=2026)) == engine.canonical(one)


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("not_a_number", lambda: engine.staff_line("41", "1.234", 0, {})),
        ("not_a_number", lambda: engine.staff_line("41", "NaN", 0, {})),
        ("not_a_number", lambda: engine.staff_line("41", "-1", 0, {})),
        ("not_a_number", lambda: engine.staff_line("41", 1, 1, {"60_plus": "1.5"})),
        ("more_filled_than_planned", lambda: engine.staff_line("41", 1, 2, {})),
        ("band_unknown", lambda: engine.staff_line("41", 1, 1, {"70": 1})),
        ("speciality_missing", lambda: engine.staff_line("", 1, 1, {})),
        ("units_missing", lambda: engine.machine("ct", 0, 2020)),
        ("year_missing", lambda: engine.machine("ct", 1, "")),
        ("kind_missing", lambda: engine.place("tent", "Here")),
        ("name_missing", lambda: engine.place("hospital", " ")),
        (
            "year_ahead",
            lambda: engine.checked(Figures(machines=(engine.machine("ct", 1, 2027),)), year=2026),
        ),
        (
            "speciality_twice",
            lambda: engine.checked(
                Figures(staff=(engine.staff_line("41", 1, 1, {}),) * 2), year=2026
            ),
        ),
        ("not_a_passport", lambda: engine.read({"staff": [{"colour": "red"}]})),
    ],
)
def test_are_refused_where_they_cannot_be(code: str, make: Any) -> None:
    with pytest.raises(Malformed) as wrong:
        make()
    assert wrong.value.code == code


@given(st.lists(figures(), min_size=1, max_size=5))
def test_of_a_region_are_the_sum_of_its_clinics(clinics: list[Figures]) -> None:
    summed = engine.total(clinics)
    region = engine.counts(summed)
    parts = [engine.counts(one) for one in clinics]
    for name in ("planned", "filled", "machines", "places", "centres", "beds", "day_places"):
        assert getattr(region, name) == sum(getattr(part, name) for part in parts)
    for code, line in engine.staff_by_speciality(summed).items():
        of_code = [each for one in clinics for each in one.staff or () if each.speciality == code]
        assert line.people == sum(each.people or 0 for each in of_code)
        for band in BANDS:
            assert line.ages[band] == sum(each.ages[band] or 0 for each in of_code)


@given(st.lists(figures(), min_size=2, max_size=5), st.integers(1, 4))
def test_add_up_the_same_however_clinics_are_grouped(clinics: list[Figures], cut: int) -> None:
    one, other = engine.total(clinics[:cut]), engine.total(clinics[cut:])
    parts = [part for part in (one, other) if part != Figures()]
    assert engine.counts(engine.total(parts)) == engine.counts(engine.total(clinics))
    assert engine.total(parts).staff == engine.total(clinics).staff


def test_keep_a_hidden_number_hidden_in_the_sum() -> None:
    shown = engine.staff_line("41", 5, 5, {"60_plus": 5})
    ages = {**shown.ages, "60_plus": None}
    hidden = engine.StaffLine("41", Decimal(2), Decimal(2), ages, None)
    (line,) = engine.total([Figures(staff=(shown,)), Figures(staff=(hidden,))]).staff or ()
    assert line.filled == 7
    assert line.people is None
    assert line.ages["60_plus"] is None
    assert line.ages["30_39"] == 0


def test_count_equipment_by_kind_with_the_mean_of_known_loads() -> None:
    machines = [
        engine.machine("ct", 1, 2012, 90),
        engine.machine("ct", 3, 2020, 50),
        engine.machine("ct", 2, 2022),
        engine.machine("mri", 1, 2019),
    ]
    ct, mri = engine.by_kind(machines)
    assert (ct.units, ct.oldest, ct.newest, ct.load) == (6, 2012, 2022, Decimal("60.0"))
    assert mri.load is None
