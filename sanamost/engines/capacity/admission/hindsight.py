"""What could have been earned had every request been known beforehand."""

from collections.abc import Iterable
from typing import Any

import highspy
import numpy as np

from sanamost.engines.capacity.admission.networks import NOBODY, Floats, Network, Whole


class Allotment:
    """The linear programme over units left and requests to come, solved again and again.

    Most is earned when as many of each product are accepted as maximise fares, within units left
    and requests. Where every product takes at most one resource of each of two sides (into a hub,
    out of it), the matrix is totally unimodular and the optimum a whole number of requests.
    """

    def __init__(self, network: Network) -> None:
        self._products, self._resources = len(network.fares), len(network.capacities)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self._products, self._resources
        model.col_cost_ = -network.fares
        model.col_lower_ = np.zeros(self._products)
        model.col_upper_ = network.chances.sum(axis=0)
        model.row_lower_ = np.full(self._resources, -highspy.kHighsInf)
        model.row_upper_ = network.capacities.astype(np.float64)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.cumsum([0, *map(len, network.uses)])
        model.a_matrix_.index_ = np.array([leg for use in network.uses for leg in use])
        model.a_matrix_.value_ = np.ones(sum(map(len, network.uses)))
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # HiGHS has no types
        for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off")):
            self._solver.setOptionValue(option, value)
        self._solver.passModel(model)
        self._columns = np.arange(self._products, dtype=np.int32)
        self._rows = np.arange(self._resources, dtype=np.int32)

    def solve(self, left: Whole, requests: Floats) -> float:
        """The most that can be earned; starts from the basis of the solve before."""
        zero, none = np.zeros(self._products), np.full(self._resources, -highspy.kHighsInf)
        self._solver.changeColsBounds(self._products, self._columns, zero, requests)
        self._solver.changeRowsBounds(self._resources, self._rows, none, left.astype(np.float64))
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError("the linear programme found no optimum")
        return -float(self._solver.getInfo().objective_function_value)

    def prices(self) -> Floats:
        """What one unit more of each resource would bring, in the last solve."""
        return -np.array(self._solver.getSolution().row_dual)

    def accepted(self) -> Floats:
        """How many of each product the last solve accepts."""
        return np.array(self._solver.getSolution().col_value)


def hindsight(network: Network, asked: Iterable[Whole]) -> Floats:
    """The most each trajectory could have earned."""
    allotment = Allotment(network)
    found = []
    for row in asked:
        counts = np.bincount(row[row != NOBODY], minlength=len(network.fares))
        found.append(allotment.solve(network.capacities, counts.astype(np.float64)))
    return np.array(found)
