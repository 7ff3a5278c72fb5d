"""The linear and the integer program: nobody sits in two circles, and all are worth as much as can be."""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray

from domain.circles.arrays import NO_MEMBER, CircleArrays
from domain.circles.graph import Floats, Ints

_MOST_NODES = 300  # of branch and bound; most are solved at the first
_WHOLE, _TOLERANCE = 1e-6, 1e-7
_NONE: Ints = np.empty(0, dtype=np.int64)
# Strategies of HiGHS for beginning where the last solution was: with more columns that one stays feasible,
# from which the primal simplex goes on; with fixed ones it stays dual feasible, from which the dual one does.
_DUAL, _PRIMAL = 1, 4
_SECONDS = 20.0  # only against a program that got stuck: nodes bound it in the same way on every machine


class LinearProgram:
    """The linear program over circles, to which more can be added and of which some can be settled."""

    def __init__(self, count: int, circles: CircleArrays) -> None:
        self.circles = CircleArrays.of({})
        self.model = _new_model()
        self.model.addRows(
            count,
            np.full(count, -highspy.kHighsInf),
            np.ones(count),
            0,
            np.zeros(count, dtype=np.int32),
            np.empty(0, dtype=np.int32),
            np.empty(0),
        )
        self.add(circles)

    def add(self, circles: CircleArrays) -> None:
        """Adds more circles to choose from."""
        is_seat = circles.members != NO_MEMBER
        sizes = is_seat.sum(axis=1)
        count = len(circles)
        index = circles.members[is_seat].astype(np.int32)
        starts = (np.cumsum(sizes) - sizes).astype(np.int32)
        no_less, no_more = np.zeros(count), np.full(count, highspy.kHighsInf)
        self.model.addCols(
            count, circles.worths, no_less, no_more, len(index), starts, index, np.ones(len(index))
        )
        self.circles = CircleArrays.join([self.circles, circles])
        self.model.setOptionValue("simplex_strategy", _PRIMAL)

    def fix(self, columns: Ints) -> None:
        """Fixes circles, by number, as formed."""
        for column in columns.tolist():
            self.model.changeColBounds(column, 1.0, 1.0)
        self.model.setOptionValue("simplex_strategy", _DUAL)

    def solve(self) -> tuple[Floats, Floats]:
        """Returns how much of each circle is formed at the best, from 0 to 1, and the price of each seat."""
        self.model.run()
        solution = self.model.getSolution()
        return np.array(solution.col_value), np.maximum(np.array(solution.row_dual), 0.0)

    @property
    def worth(self) -> float:
        """What the best is worth, circles included that are formed in part."""
        return float(self.model.getInfo().objective_function_value)


def solve_integer_program(count: int, circles: CircleArrays, known: Ints = _NONE) -> tuple[Ints, bool]:
    """Returns the best whole circles among these, by number, and whether that is proven.

    `count` is how many members there are; `known` are numbers of circles that make a seating to begin with.
    Where the linear program forms circles in part, a circle is left out that is worth less than its seats by
    more than the known seating is worth less than the bound: no better seating can contain it.
    """
    if not len(circles):
        return _NONE, True
    program = LinearProgram(count, circles)
    values, prices = program.solve()
    if np.abs(values - np.round(values)).max() < _WHOLE:
        return np.flatnonzero(values > 0.5), True
    lacking = program.worth - circles.take(known).worth
    kept = np.flatnonzero(circles.sum_of(prices) - circles.worths <= lacking + _TOLERANCE)
    chosen, is_proven = _choose_whole(count, circles.take(kept), np.isin(kept, known))
    return kept[chosen], is_proven


def _choose_whole(count: int, circles: CircleArrays, known: NDArray[np.bool_]) -> tuple[Ints, bool]:
    model = LinearProgram(count, circles).model
    kinds = np.full(len(circles), highspy.HighsVarType.kInteger)
    model.changeColsIntegrality(len(circles), np.arange(len(circles), dtype=np.int32), kinds)
    model.setOptionValue("mip_rel_gap", 0.0)  # the default stops within 0.01 %, which is no proof
    model.setOptionValue("mip_max_nodes", _MOST_NODES)
    model.setOptionValue("time_limit", _SECONDS)
    if known.any():
        start = highspy.HighsSolution()
        start.col_value = known.astype(float).tolist()
        model.setSolution(start)
    model.run()
    is_proven = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return np.flatnonzero(np.array(model.getSolution().col_value) > 0.5), is_proven


def _new_model() -> highspy.Highs:
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)  # parts are solved in processes of their own
    model.setOptionValue("random_seed", 0)
    model.changeObjectiveSense(highspy.ObjSense.kMaximize)
    return model
