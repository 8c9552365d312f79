"""The guard of the state task …"""

import io
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sanamost.config.management.commands import capacity_guard
from sanamost.config.proofs.capacity import worlds, years
from sanamost.config.proofs.capacity.clinics import BED, YEAR, Clinic, drawn
from sanamost.config.proofs.capacity.worlds import ELSEWHERE, Policy, World, Year, harmed


def clinic(year: int = 9) -> Clinic:
    return drawn(np.random.default_rng([7, year]))


def run(**options: Any) -> tuple[dict[str, Any], int, str]:
    said, complained = io.StringIO(), io.StringIO()
    command = capacity_guard.Command(stdout=said, stderr=complained)
    try:
        command.handle(**{"years": 12, "seed": 7, "small": True, **options})
    except SystemExit as end:
        code = int(str(end.code))
    else:
        code = 0
    return json.loads(said.getvalue().splitlines()[-1]), code, complained.getvalue()


def test_harms_nobody_where_first_come_first_served_does() -> None:
    line, code, _ = run()

    assert (line["goal"], line["n"], line["bad"], code) == ("guard", 12, 0, 0)
    assert line["served"] > 0
    assert line["control_harmed"] > 0


def test_fails_under_its_floor_unless_asked_for_as_small() -> None:
    _, code, _ = run(years=11, small=False)

    assert code == 1


def test_is_caught_when_it_lets_everybody_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the residual and the check before a stay, domestic patients are harmed."""
    monkeypatch.setattr(worlds, "may_start", lambda *_: None)
    monkeypatch.setattr(
        World, "_free", lambda self, span: self.clinic.supply[:, span] - self.taken[:, span]
    )
    line, code, _ = run()

    assert line["harmed"] > 0
    assert code == 1


@pytest.mark.parametrize("policy", [Policy.FIRST_COME, Policy.GUARDED])
def test_proves_nothing_without_a_control_that_harms_and_guests_that_are_served(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    proved = years.Proved(years=1000)
    proved.harmed[Policy.FIRST_COME] = 5
    proved.served[Policy.GUARDED] = 5
    (proved.harmed if policy is Policy.FIRST_COME else proved.served)[policy] = 0
    monkeypatch.setattr(capacity_guard, "lived", lambda *_: proved)
    line, code, complaint = run()

    assert (line["bad"], code) == (1, 1)
    assert "proves nothing" in complaint


def test_draws_the_same_clinic_for_the_same_seed_and_another_for_another() -> None:
    one, same, other = clinic(3), clinic(3), clinic(4)

    assert one.electives == same.electives
    assert (one.supply == same.supply).all()
    assert one.domestic != other.domestic


def test_sees_every_difference_of_a_domestic_patients_way() -> None:
    before = Year(admitted={1: 10, 2: 20, 3: ELSEWHERE})
    before.by_month.update({0: 2})
    for number, day in ((1, 11), (2, 19), (2, ELSEWHERE), (3, 30)):
        after = Year(admitted={**before.admitted, number: day})
        after.by_month.update({0: 2})
        assert harmed(before, after) == 1
    pressed = Year(admitted=dict(before.admitted), pressed=2)
    pressed.by_month.update({0: 1})

    assert harmed(before, pressed) == 2 + 1
    assert harmed(before, Year(admitted={1: 10, 2: 20})) == 1 + 1
    assert harmed(before, before) == 0


def test_uses_no_more_beds_than_there_are() -> None:
    found = clinic()
    world = World(found, Policy.GUARDED)
    year = world.lived()
    together = world.used[BED, :YEAR] + world.held[BED, :YEAR]

    assert year.foreign["served"] > 0
    assert ((together <= found.supply[BED, :YEAR]) | (world.held[BED, :YEAR] == 0)).all()


def test_says_what_became_of_every_foreign_patient() -> None:
    foreign = World(clinic(), Policy.GUARDED).lived().foreign
    promised = foreign["asked"] - foreign["declined"]

    # The others' day lies beyond the year's end.
    assert 0 <= promised - foreign["served"] - foreign["given up"] <= 0.1 * foreign["asked"]


def test_lets_nobody_start_where_every_bed_is_needed() -> None:
    full = clinic()
    crowded = replace(full, supply=np.minimum(full.supply, 3))

    assert World(crowded, Policy.GUARDED).lived().foreign["served"] == 0
