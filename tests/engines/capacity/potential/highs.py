"""The same linear program solved by HiGHS as one whole: the oracle."""

from typing import Any

import highspy
import numpy as np

from sanamost.engines.capacity.potential import NOBODY, Program


def highest(program: Program) -> float:
    """The optimal revenue."""
    clinics, offers, resources = program.uses.shape
    months, products = program.demand.shape
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # HiGHS has no types
    solver.setOptionValue("output_flag", False)
    columns = clinics * months * offers
    value = np.repeat(program.revenue[:, None], months, 1).ravel()
    solver.addVars(columns, np.zeros(columns), np.full(columns, np.inf))
    solver.changeColsCost(columns, np.arange(columns, dtype=np.int32), -value)
    at = np.arange(columns).reshape(clinics, months, offers)
    for column in at.transpose(0, 2, 1)[program.product == NOBODY].ravel():
        solver.changeColBounds(int(column), 0, 0)
    for clinic in range(clinics):
        for month in range(months):
            for resource in range(resources):
                _row(solver, program.capacity[clinic, month, resource], at[clinic, month],
                     program.uses[clinic, :, resource])  # fmt: skip
    for month in range(months):
        for product in range(products):
            if np.isfinite(program.demand[month, product]):
                chosen = at[:, month][program.product == product]
                _row(solver, program.demand[month, product], chosen, np.ones(len(chosen)))
    if program.budget is not None:
        each = np.repeat(program.promotion[:, None], months, 1).ravel()
        _row(solver, program.budget, at.ravel(), each)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return -float(solver.getInfo().objective_function_value)


def _row(
    solver: Any,
    most: float,
    columns: "np.typing.ArrayLike",
    amounts: "np.typing.ArrayLike",
) -> None:
    found = np.asarray(columns, dtype=np.int32)
    solver.addRow(-np.inf, float(most), len(found), found, np.asarray(amounts, dtype=float))
