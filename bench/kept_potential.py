"""What the kept potential costs: the job that counts a country, and the pages that read it.

`python -m bench.kept_potential [--clinics 100] [--seed 1]`

The country is that of `bench.potential` (30 treatments and 6 resources a clinic) with two groups of
countries, as it would be gathered from the database; reading and writing rows is not counted. Says
the processor time of each step and the peak of memory so far, and prints one JSON line last.
"""

import argparse
import datetime as dt
import json
import os
import resource
import time
from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, TypeVar

os.environ.update({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})  # before numpy starts
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sanamost.config.settings")

import django
import numpy as np

django.setup()

from bench.potential import drawn
from sanamost.insight.potential.selectors import clinic as clinics
from sanamost.insight.potential.selectors import documents, planning, summaries
from sanamost.insight.potential.selectors.gathering import Gathered, Sold, coming_months
from sanamost.registry.catalogue.selectors import Treatment
from sanamost.registry.resources.selectors import ResourceMonth

T = TypeVar("T")
KINDS = ("beds", "theatre", "equipment", "staff", "staff", "room")
GROUPS = ("china", "kazakhstan")
MONTHS = coming_months(dt.date(2026, 11, 23))
COSTS: Any = {
    key: SimpleNamespace(pk=key, amount=Decimal(amount)) for key, amount in ((1, 100), (2, 50))
}


def country(number: int, seed: int) -> Gathered:
    """So many clinics with everything that their part of the plan needs."""
    program = drawn(number, seed)
    cards = {
        key: SimpleNamespace(pk=key, code=f"c{key}", region=f"{key % 20:02d}", names={}, areas=[])
        for key in range(1, number + 1)
    }
    resources, stocks = {}, {}
    sold: list[Sold] = []
    for row, clinic in enumerate(cards):
        keys = [row * len(KINDS) + place + 1 for place in range(len(KINDS))]
        for place, key in enumerate(keys):
            minutes = None if place == 0 else 480
            resources[key] = documents.KnownResource(
                key, clinic, f"r{key}", "", KINDS[place], f"R{key}", Decimal(10), minutes,
                Decimal(0), "",
            )  # fmt: skip
            free = program.capacity[row, :, place].astype(int).tolist()
            stocks[clinic, key] = {
                month: ResourceMonth(clinic, key, month, 2 * left, left, 0, 0, left, 0, 0, 0)
                for month, left in zip(MONTHS, free, strict=True)
            }
        sold += [
            _sold(clinic, offer, keys, program.uses[row, offer], program.revenue[row, offer])
            for offer in range(program.uses.shape[1])
        ]
    demand = {
        (f"area{offer:02d}", ""): {
            (group, month): int(program.demand[place, offer] / 2)
            for place, month in enumerate(MONTHS)
            for group in GROUPS
        }
        for offer in range(program.uses.shape[1])
    }
    costs = {("", group): COSTS[key] for key, group in enumerate(GROUPS, 1)}
    return Gathered(MONTHS, cards, resources, stocks, tuple(sold), demand, costs)


def _sold(clinic: int, offer: int, keys: list[int], uses: Any, revenue: float) -> Sold:
    area = f"area{offer:02d}"
    prices = {"foreign": Decimal(int(revenue)), "eaeu": Decimal(int(revenue * 0.8))}
    treatment = Treatment(
        clinic, clinic * 100 + offer, f"S{offer}", {}, "package", area, 5, "RUB", prices
    )
    taken = {key: int(np.ceil(one)) for key, one in zip(keys, uses, strict=True) if one > 0}
    return Sold(clinic, area, 5, taken, treatment, own_service=False)


def main() -> None:
    """Count, keep, read; print what each took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clinics", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    values: dict[str, float] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        begun = time.process_time()
        found = work()
        values[f"{name}_s"] = round(time.process_time() - begun, 3)
        values["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{name}: {values[f'{name}_s']} s, {values['peak_mb']} MB so far", flush=True)
        return found

    gathered = country(asked.clinics, asked.seed)
    shared = documents.shared_inputs(gathered)
    inputs = timed("figures", lambda: documents.clinic_inputs(gathered))
    timed("fingerprint", lambda: documents.fingerprint([shared, *inputs.values()]))
    plan = timed("solve", lambda: planning.plan_of(gathered))
    values["gap"] = plan.answer.gap if plan.answer else 0.0
    answers = timed("answers", lambda: documents.clinic_answers(plan))
    answer = documents.shared_answer(plan)
    short = json.dumps(timed("summaries", lambda: summaries.summaries_of(plan)))
    cards, first = gathered.cards, {1: json.loads(json.dumps(inputs[1]))}
    of_first = {1: json.loads(json.dumps(answers[1]))}

    def of_clinic() -> clinics.Own:
        mine = documents.gathered_from(shared, first, cards={1: cards[1]}, costs=COSTS)
        return clinics.part_of(documents.plan_from(mine, answer, of_first), 1)

    def of_country() -> list[Any]:
        parts = {
            int(key): summaries.summary_from(int(key), MONTHS, told)
            for key, told in json.loads(short).items()
        }
        cells = [cell for part in parts.values() for cell in part.cells]
        return [
            planning.total(cells),
            *(planning.grouped(cells, part) for part in (lambda c: c.month, lambda c: c.area)),
        ]

    own = timed("clinic_page", of_clinic)
    asked_for = clinics.WhatIf(price_percent=Decimal(10))
    timed("clinic_what_if", lambda: clinics.changed(own, asked_for))
    timed("country_page", of_country)
    values["clinics"] = asked.clinics
    print(json.dumps({"bench": "kept_potential", "values": values}))


if __name__ == "__main__":
    main()
