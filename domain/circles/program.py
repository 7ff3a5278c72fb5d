"""The linear and the integer program: at most one circle a member, circles worth as much as can be."""

from __future__ import annotations

import highspy
import numpy as np
from numpy.typing import NDArray

from domain.circles.graph import Floats, Ints
from domain.circles.table import NOBODY, Circles

_MOST_NODES = 300
_WHOLE, _TOLERANCE = 1e-6, 1e-7
_NONE: Ints = np.empty(0, dtype=np.int64)
_DUAL, _PRIMAL = (
    1,
    4,
)  # simplex: what was best stays possible with more circles, and in sight with settled ones
_SECONDS = 20.0  # against a program that got stuck; what is bounded otherwise gives the same on every machine


class Program:
    """The linear program, which can be given more circles, and of which some can be settled."""

    def __init__(self, count: int, circles: Circles) -> None:
        self.circles = Circles.of({})
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

    def add(self, circles: Circles) -> None:
        """More circles to choose from."""
        is_seat = circles.places != NOBODY
        sizes = is_seat.sum(axis=1)
        count = len(circles)
        index = circles.places[is_seat].astype(np.int32)
        starts = (np.cumsum(sizes) - sizes).astype(np.int32)
        no_less, no_more = np.zeros(count), np.full(count, highspy.kHighsInf)
        self.model.addCols(
            count, circles.worths, no_less, no_more, len(index), starts, index, np.ones(len(index))
        )
        self.circles = Circles.join([self.circles, circles])
        self.model.setOptionValue("simplex_strategy", _PRIMAL)

    def settle(self, columns: Ints) -> None:
        """These circles are formed."""
        for column in columns.tolist():
            self.model.changeColBounds(column, 1.0, 1.0)
        self.model.setOptionValue("simplex_strategy", _DUAL)

    def solve(self) -> tuple[Floats, Floats]:
        """How much of each circle is formed at the best, and the price of each member's seat."""
        self.model.run()
        solution = self.model.getSolution()
        return np.array(solution.col_value), np.maximum(np.array(solution.row_dual), 0.0)

    @property
    def worth(self) -> float:
        """What the best is worth, circles in part included."""
        return float(self.model.getInfo().objective_function_value)


def choose(count: int, circles: Circles, known: Ints = _NONE) -> tuple[Ints, bool]:
    """The best whole circles of these, by number, and whether that is proven; `known` are some to begin with.

    Where the linear program forms circles in part, those are left out that lack more to their price than the
    known ones lack to its bound.
    """
    if not len(circles):
        return _NONE, True
    program = Program(count, circles)
    values, prices = program.solve()
    if np.abs(values - np.round(values)).max() < _WHOLE:
        return np.flatnonzero(values > 0.5), True
    lacking = program.worth - circles.take(known).worth
    kept = np.flatnonzero(circles.sum_of(prices) - circles.worths <= lacking + _TOLERANCE)
    chosen, is_proven = _choose_whole(count, circles.take(kept), np.isin(kept, known))
    return kept[chosen], is_proven


def _choose_whole(count: int, circles: Circles, known: NDArray[np.bool_]) -> tuple[Ints, bool]:
    model = Program(count, circles).model
    kinds = np.full(len(circles), highspy.HighsVarType.kInteger)
    model.changeColsIntegrality(len(circles), np.arange(len(circles), dtype=np.int32), kinds)
    model.setOptionValue("mip_rel_gap", 0.0)
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
    model.setOptionValue("threads", 1)
    model.setOptionValue("random_seed", 0)
    model.changeObjectiveSense(highspy.ObjSense.kMaximize)
    return model
