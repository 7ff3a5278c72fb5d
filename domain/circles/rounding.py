"""Rounding of circles formed in part: a dive that always ends, and a choice that can be proven."""

from __future__ import annotations

import numpy as np

from domain.circles.arrays import NO_MEMBER, CircleArrays, MemberArrays, MustStop
from domain.circles.enumeration import OutOfTimeError, TooManyCirclesError, enumerate_circles
from domain.circles.graph import Flags, Floats, Ints
from domain.circles.linear_program import solve_integer_program
from domain.circles.relaxation import Relaxation

_WHOLE = 0.999  # formed by more than that is whole
_AT_ONCE = 0.1  # of the circles that are formed in part, settled in one step of the dive
_DIVE_LEAST, _DIVE_EACH, _DIVE_WIDTH = 0.02, 3, 16  # coarse: every step of the dive looks again
_SLACKS = (0.05, 0.15, np.inf)  # how much less than its price a circle may be worth, one try after the other
_MOST_MEMBERS = 150  # with more, too many circles lack little
_TOLERANCE = 1e-7


def dive(table: MemberArrays, relaxation: Relaxation, must_stop: MustStop) -> CircleArrays:
    """Returns whole circles: those formed most are settled and the rest relaxed anew until all are whole."""
    program, values = relaxation.program, relaxation.values
    taken = np.zeros(table.count, dtype=bool)
    settled: list[Ints] = []
    while not must_stop():
        columns = _fullest(program.circles, values, taken)
        if not len(columns):
            return program.circles.take(np.concatenate([*settled, columns]))
        settled.append(columns)
        program.fix(columns)
        values, prices = program.solve()
        try:
            # So dear that no circle is listed with somebody who sits already.
            prices = np.where(taken, table.upper_bound(), prices)
            more = enumerate_circles(
                table, prices, _DIVE_LEAST, must_stop, width=_DIVE_WIDTH, most_each=_DIVE_EACH
            ).circles
        except OutOfTimeError:
            continue
        if len(more):
            program.add(more)
            values, _ = program.solve()
    # Time is up: what was found so far is put together, the fullest first.
    everything = np.arange(len(program.circles))
    settled.append(_fit_together(program.circles, everything, values, taken, len(everything)))
    return program.circles.take(np.concatenate(settled))


def _fullest(circles: CircleArrays, values: Floats, taken: Flags) -> Ints:
    """Returns the numbers of the circles formed most: all that are whole, at least a tenth."""
    formed = np.flatnonzero(values > 1e-6)
    formed = formed[~np.append(taken, False)[circles.members[formed]].any(axis=1)]
    whole = int((values[formed] >= _WHOLE).sum())
    return _fit_together(circles, formed, values, taken, max(1, whole, int(len(formed) * _AT_ONCE)))


def _fit_together(circles: CircleArrays, some: Ints, values: Floats, taken: Flags, most: int) -> Ints:
    """Takes at most `most` of some circles that share nobody, the fullest and best first."""
    order = some[np.lexsort((some, -circles.worths[some], -np.round(values[some], 9)))]
    chosen = []
    for column in order.tolist():
        members = circles.members[column][circles.members[column] != NO_MEMBER]
        if not taken[members].any():
            taken[members] = True
            chosen.append(column)
            if len(chosen) >= most:
                break
    return np.array(chosen, dtype=np.int64)


def choose_exactly(
    table: MemberArrays, relaxation: Relaxation, known: CircleArrays, most: int, must_stop: MustStop
) -> tuple[CircleArrays, float]:
    """Returns the best whole circles, and what no seating is worth more than: the same where that is proven.

    A circle cannot be in a better seating than the `known` one if it is worth less than its seats by more
    than the known one is worth less than the bound. The others are few, and the better the known seating the
    fewer: the integer program chooses from them. Where they are more than `most`, or time is up, the best so
    far is returned.
    """
    best, bound = known, relaxation.bound
    if table.count > _MOST_MEMBERS:
        return best, max(bound, best.worth)
    for slack in _SLACKS:
        lacking = min(slack, bound - best.worth)
        if lacking <= _TOLERANCE:
            break
        try:
            listing = enumerate_circles(table, relaxation.prices, -lacking, must_stop, most=most)
        except (TooManyCirclesError, OutOfTimeError):
            break
        candidates = CircleArrays.join([best, listing.circles])
        chosen, is_proven = solve_integer_program(table.count, candidates, np.arange(len(best)))
        if candidates.take(chosen).worth > best.worth:
            best = candidates.take(chosen)
        if is_proven and bound - best.worth <= lacking + _TOLERANCE:
            return best, best.worth
    return best, max(bound, best.worth)
