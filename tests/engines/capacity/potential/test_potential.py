"""The potential of clinics …"""

import math
from dataclasses import replace

import pytest

from sanamost.engines.capacity.potential import (
    BadQuestion,
    Budget,
    Limit,
    More,
    Offer,
    Price,
    Stay,
    Stock,
    Sum,
    alone,
    in_turn,
    potential,
    total,
    what_if,
)
from sanamost.engines.capacity.supply import Kind
from tests.engines.capacity.potential.samples import MONTHS, question

EXACT = 1e-8


def test_fills_what_is_left_with_what_pays_best_for_the_scarce_hours() -> None:
    answer = potential(question(), tolerance=EXACT)
    cases = {
        (line.service, line.country, line.month.month): pytest.approx(line.cases, abs=1e-3)
        for line in answer.lines
    }

    # Theatre, 900 minutes: 4 hips from China (360), then hips at 55.6 a minute before knees at 50;
    # beds do not bind in March (80 of 100), and in April not either (80 of 80, just).
    assert cases == {
        ("hip", "CN", 3): 4, ("hip", "UZ", 3): 6, ("knee", "UZ", 3): 0,
        ("hip", "CN", 4): 4, ("hip", "UZ", 4): 6, ("knee", "UZ", 4): 0,
        ("stent", "UZ", 3): 20, ("stent", "UZ", 4): 0,
    }  # fmt: skip
    assert answer.revenue == pytest.approx(2 * (4 * 7000 + 6 * 5000) + 20 * 6000, rel=1e-6)
    assert answer.gap <= EXACT


def test_says_what_binds_and_what_one_more_hour_brings() -> None:
    answer = potential(question(), tolerance=EXACT)
    spare = {(one.resource, one.month.month): one for one in answer.spares if one.clinic == "ortho"}
    lines = {(line.service, line.country, line.month.month): line for line in answer.lines}

    assert spare["theatre", 3].hour == pytest.approx(60 * 5000 / 90, rel=1e-3)
    assert spare["theatre", 3].taken == pytest.approx(900, rel=1e-6)
    assert spare["ward", 3].price == pytest.approx(0, abs=1e-2)
    assert (lines["hip", "UZ", 3].binding.limit, lines["hip", "UZ", 3].binding.resource) == (
        Limit.RESOURCE, "theatre",
    )  # fmt: skip
    assert lines["hip", "UZ", 3].worth == pytest.approx(0, abs=1)
    assert lines["knee", "UZ", 3].worth == pytest.approx(4000 - 80 * 5000 / 90, abs=1)
    met = {(one.service, one.month.month): one for one in answer.wanted}
    assert met["hip", 3].price == pytest.approx(2000, abs=1)
    assert met["stent", 3].met == pytest.approx(20)
    # Of the angiograph nothing is left in April: its first minute would bring a 60th of a case.
    april = next(one for one in answer.spares if one.resource == "angiograph" and one.free == 0)
    assert april.price == pytest.approx(100, rel=1e-3)


def test_adds_up_by_region_country_and_month() -> None:
    answer = potential(question(), tolerance=EXACT)

    assert {key: one.whole for key, one in answer.by_region().items()} == {"Omsk": 20, "Tyumen": 20}
    assert {key: one.whole for key, one in answer.by(lambda line: line.country).items()} == {
        "CN": 8, "UZ": 32,
    }  # fmt: skip
    assert math.fsum(one.revenue for one in answer.by(lambda line: line.month).values()) == (
        pytest.approx(answer.total.revenue)
    )
    assert answer.bottlenecks()[0][0].resource in {"theatre", "angiograph"}
    assert {(one.clinic, one.resource) for one in answer.unused(0.4)} == {
        ("ortho", "surgeon"), ("heart", "ward"),
    }  # fmt: skip


def test_spends_no_more_than_the_budget_and_prices_it() -> None:
    answer = potential(question(budget=1000), tolerance=EXACT)

    assert answer.total.promotion <= 1000
    # The best thousand: ten stents at 60 of revenue for each unit spent.
    assert answer.budget_price == pytest.approx(60, rel=1e-3)
    assert answer.total.revenue == pytest.approx(60_000, rel=1e-6)


def test_tells_what_a_change_would_bring() -> None:
    before = potential(question(), tolerance=EXACT)

    def brings(*changes: More | Stay | Price | Budget) -> Sum:
        return what_if(before, changes, tolerance=EXACT).total

    # One hip more in March; in April beds are full, so knees, which need fewer, take hips' place:
    # 8 h + 5 k = 48 beds and 90 h + 80 k = 630 minutes, 7.42 cases instead of 6.
    longer = brings(More("ortho", "theatre", 90))
    assert longer.cases == pytest.approx(1 + 1.42105, abs=1e-2)
    assert longer.revenue == pytest.approx(
        5000 + 3.63158 * 5000 + 3.78947 * 4000 - 30_000, rel=1e-3
    )
    # Beds for 23 1/3 stents in March, minutes for 10 in April.
    assert brings(More("heart", "angiograph", 600)).cases == pytest.approx(13.3333, abs=1e-2)
    assert brings(Stay(1.1)).revenue < 0
    assert brings(Stay(1.1, service="stent")).revenue == pytest.approx(0, abs=1)  # 66 of 70 beds
    assert brings(Price(1.1)).revenue == pytest.approx(0.1 * before.revenue, rel=1e-5)
    assert brings(Price(1.5, service="stent")).revenue == pytest.approx(60_000, rel=1e-5)
    assert brings(Price(2.0, country="CN")).revenue == pytest.approx(56_000, rel=1e-5)
    assert brings(Budget(0)).cases == pytest.approx(-before.total.cases)


def test_is_told_by_clinic_and_service() -> None:
    found = what_if(potential(question(), tolerance=EXACT), [More("heart", "angiograph", 600)])

    assert found.by_clinic["heart"].cases == pytest.approx(13.3333, abs=1e-2)
    assert found.by_service["hip"].cases == pytest.approx(0, abs=1e-2)


def test_by_hand_is_the_least_quotient_rounded_down() -> None:
    hip = next(one for one in alone(question()) if one.country == "CN" and one.month == MONTHS[0])
    quotients = {one.resource: (one.left, one.per_case, one.suffices_for) for one in hip.quotients}

    assert quotients == {
        "ward": (100, 8, 12.5), "theatre": (900, 90, 10.0), "surgeon": (2400, 120, 20.0),
    }  # fmt: skip
    assert (hip.bottleneck.resource, hip.patients, hip.revenue) == ("theatre", 10, 70_000)
    beds, machines = hip.least(Kind.BEDS), hip.least(Kind.EQUIPMENT)
    assert (beds and beds.resource, machines) == ("ward", None)


def test_by_hand_in_turn_shares_what_is_left() -> None:
    found = {(one.service, one.country, one.month.month): one for one in in_turn(question())}

    assert found["hip", "CN", 3].patients == 10
    assert found["hip", "UZ", 3].patients == found["knee", "UZ", 3].patients == 0
    assert found["hip", "UZ", 3].bottleneck.left == 0
    assert found["stent", "UZ", 3].patients == 20
    assert found["stent", "UZ", 4].patients == 0
    assert total(found.values()) == (40, 2 * 10 * 7000 + 20 * 6000)


def test_by_hand_in_turn_is_never_above_the_optimum_without_demand_and_budget() -> None:
    free = replace(question(), demands=())

    assert total(in_turn(free))[1] <= potential(free, tolerance=EXACT).bound


@pytest.mark.parametrize(
    "wrong",
    [
        {"stocks": (Stock("ortho", "ward", Kind.BEDS, (1,)),)},
        {"stocks": ()},
        {"offers": (Offer("ortho", "hip", "UZ", -1, {"ward": 1}),)},
        {"offers": (Offer("ortho", "hip", "UZ", 1, {}),)},
        {"offers": (Offer("ortho", "hip", "UZ", 1, {"ward": 1}),) * 2},
        {"budget": -1.0},
    ],
)
def test_of_figures_that_do_not_fit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadQuestion):
        replace(question(), **wrong)  # type: ignore[arg-type]  # wrong on purpose


def test_of_more_of_what_a_clinic_does_not_have_is_refused() -> None:
    with pytest.raises(BadQuestion):
        More("heart", "theatre", 1).of(question())


def test_of_nothing_is_nothing() -> None:
    answer = potential(replace(question(), offers=(), demands=()))

    assert (answer.revenue, answer.total.whole, answer.lines) == (0, 0, ())
