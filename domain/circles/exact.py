"""The best circles of a part, proven: every circle that may meet, a linear program, then an integer one.

The linear relaxation bounds what any seating can be worth. A circle whose reduced cost is larger than what
the known seating lacks to the bound cannot be in a better one, so that few are left for the integer program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import highspy
import numpy as np

from domain.circles.graph import Part
from domain.circles.member import LARGEST, SMALLEST
from domain.circles.search import Circle, Seating, Stop

_TOLERANCE = 1e-7
_FEW, _MANY = 2_500, 20_000  # circles that an integer program chooses from at first, and at all


class TooManyError(Exception):
    """There are more circles than can be looked at one by one."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Circles with what they are worth together, and what no seating can be worth more than."""

    circles: list[Circle]
    worth: float
    bound: float


def list_circles(seating: Seating, most: int, must_stop: Stop) -> dict[Circle, float]:
    """Every circle of the part that may meet, with what it is worth; raises TooManyError."""
    found: dict[Circle, float] = {}
    masks = [sum(1 << j for j in row) for row in seating.part.costs]
    for i in range(len(masks)):
        if must_stop():
            raise TooManyError
        higher = masks[i] >> (i + 1) << (i + 1)
        _extend(seating, masks, (i,), higher, seating.starts[i], seating.languages[i], found, most)
    return found


def _extend(
    seating: Seating,
    masks: Sequence[int],
    members: Circle,
    candidates: int,
    starts: int,
    languages: int,
    found: dict[Circle, float],
    most: int,
) -> None:
    while candidates:
        lowest = candidates & -candidates
        candidates ^= lowest
        j = lowest.bit_length() - 1
        common_starts, common_languages = starts & seating.starts[j], languages & seating.languages[j]
        if not common_starts or not common_languages:
            continue
        grown = (*members, j)
        if len(grown) >= SMALLEST:
            found[grown] = seating.worth(grown)
            if len(found) > most:
                raise TooManyError
        if len(grown) < LARGEST:
            _extend(
                seating, masks, grown, candidates & masks[j], common_starts, common_languages, found, most
            )


def solve(part: Part, circles: dict[Circle, float], known: Iterable[Circle], seconds: float) -> Solution:
    """The best choice among these circles, in about so many seconds at most; `known` is one to begin with."""
    known = list(known)
    known_worth = sum(circles[circle] for circle in known)
    useful = [circle for circle, worth in circles.items() if worth > 0]
    if not useful:
        return Solution([], 0.0, 0.0)
    bound, duals = _relax(len(part.members), useful, circles, seconds)
    slack = {circle: sum(duals[i] for i in circle) - circles[circle] for circle in useful}
    useful.sort(key=lambda circle: (slack[circle], circle))
    best, is_proven = Solution(known, known_worth, max(bound, known_worth)), False
    for most in (_FEW, len(useful)):
        kept = _within(useful, slack, best.bound - best.worth)
        if not kept:
            return replace(best, bound=best.worth)
        chosen, is_solved = _choose(len(part.members), kept[:most], circles, seconds)
        worth = sum(circles[circle] for circle in chosen)
        if worth > best.worth:
            best = replace(best, circles=chosen, worth=worth)
        kept = _within(useful, slack, best.bound - best.worth)
        is_proven = is_solved and len(kept) <= most
        if is_proven or len(kept) > _MANY:
            break
    return replace(best, bound=best.worth) if is_proven else best


def choose_best(count: int, worths: dict[Circle, float], seconds: float) -> list[Circle]:
    """Sets of numbers below `count`, none of them in two, that are worth most together."""
    kept = [numbers for numbers, worth in worths.items() if worth > 0]
    return _choose(count, kept, worths, seconds)[0] if kept else []


def _within(circles: Sequence[Circle], slack: dict[Circle, float], gap: float) -> list[Circle]:
    """Those that may be in something better than what is known; `circles` has the likeliest first."""
    if gap <= _TOLERANCE:
        return []
    return [circle for circle in circles if slack[circle] <= gap + _TOLERANCE]


def make_model(
    count: int, circles: Sequence[Circle], worths: dict[Circle, float], seconds: float
) -> highspy.Highs:
    """At most one circle a member; each circle chosen or not, or in part."""
    model = highspy.Highs()  # type: ignore[no-untyped-call]
    model.setOptionValue("output_flag", False)
    model.setOptionValue("time_limit", seconds)
    model.setOptionValue("threads", 1)
    model.setOptionValue("random_seed", 0)
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(circles), count
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = np.array([worths[circle] for circle in circles])
    program.col_lower_, program.col_upper_ = np.zeros(len(circles)), np.full(len(circles), highspy.kHighsInf)
    program.row_lower_, program.row_upper_ = np.full(count, -highspy.kHighsInf), np.ones(count)
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.concatenate([[0], np.cumsum([len(circle) for circle in circles])]).astype(np.int32)
    matrix.index_ = np.array([i for circle in circles for i in circle], dtype=np.int32)
    matrix.value_ = np.ones(len(matrix.index_))
    model.passModel(program)
    return model


def _relax(
    count: int, circles: Sequence[Circle], worths: dict[Circle, float], seconds: float
) -> tuple[float, list[float]]:
    """The worth of the best seating if circles could be formed in part, and each member's price in it."""
    model = make_model(count, circles, worths, seconds)
    model.run()
    if model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return float("inf"), [0.0] * count
    return model.getInfo().objective_function_value, list(model.getSolution().row_dual)


def _choose(
    count: int, circles: Sequence[Circle], worths: dict[Circle, float], seconds: float
) -> tuple[list[Circle], bool]:
    """The best whole circles of these, and whether that is proven."""
    model = make_model(count, circles, worths, seconds)
    for column in range(len(circles)):
        model.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    model.setOptionValue("mip_rel_gap", 0.0)
    model.run()
    is_proven = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    values = model.getSolution().col_value
    chosen = [circle for circle, value in zip(circles, values, strict=False) if value > 0.5]
    return chosen, is_proven
