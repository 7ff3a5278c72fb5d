"""Relaxation: circles formed in part give prices of seats, and a bound for every seating (column generation).

The linear program begins with few circles. Its prices tell which others are worth more than their seats;
these are added, and so on, until there are none. At first only the most promising are looked for, which is
much faster: the prices are good by then, and a full search finds little more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.circles.arrays import MemberArrays, MustStop
from domain.circles.enumeration import OutOfTimeError, enumerate_circles
from domain.circles.graph import Floats
from domain.circles.linear_program import LinearProgram
from domain.circles.member import SMALLEST

_MOST_EACH = 6  # circles of each size that are added for an owner at a time
_NARROW = 16  # neighbours of each member that are looked at while the prices are still rough
_FIRST_LEAST = 0.1  # what a circle has to be worth above its price to be added, at first
# Up to how many members a part has; down to which excess circles are added; which share the bound may be off.
_FINEST = ((60, 1e-6, 1e-7), (200, 1e-3, 1e-3))
_COARSEST = (1e-3, 4e-3)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The solved program, how much of each circle is formed (`values`), and a bound with its prices.

    No seating is worth more than `bound`. A circle may be worth less than the `prices` of its seats: then
    every seating with that circle is worth less than the bound by at least the difference.
    """

    program: LinearProgram
    prices: Floats
    values: Floats
    bound: float


def relax(table: MemberArrays, must_stop: MustStop) -> Relaxation:
    """Returns the relaxation; with a worse bound where `must_stop` ends it early."""
    finest, fine_enough = next((rest for most, *rest in _FINEST if table.count <= most), _COARSEST)
    prices, least, width = _first_prices(table), _FIRST_LEAST, min(_NARROW, table.count)
    listing = enumerate_circles(table, prices, least, lambda: False, width=width, most_each=_MOST_EACH)
    program = LinearProgram(table.count, listing.circles)
    bound, is_wide = table.upper_bound(), False
    if must_stop():
        return Relaxation(program, prices, np.zeros(len(listing.circles)), bound)
    values, prices = program.solve()
    prices_of_bound = prices
    while bound - program.worth > fine_enough * bound:
        try:
            listing = enumerate_circles(
                table, prices, least, must_stop, width=None if is_wide else width, most_each=_MOST_EACH
            )
        except OutOfTimeError:
            break
        if is_wide:
            # A seating has at most a third as many circles as members; each that is not listed has less than
            # `least`.
            unlisted = least * table.count / SMALLEST
            found = float(prices.sum()) + listing.excess + unlisted
            if found < bound:
                bound, prices_of_bound = found, prices
        if len(listing.circles):
            program.add(listing.circles)
            values, prices = program.solve()
        elif is_wide and least <= finest:
            break
        if not len(listing.circles) and is_wide:
            least = finest
        elif len(listing.circles) < table.count / 10:  # few are found any more: look more closely
            is_wide = is_wide or least < _FIRST_LEAST
            least = max(finest, least / 3)
    return Relaxation(program, prices_of_bound, values, bound)


def _first_prices(table: MemberArrays) -> Floats:
    """Returns prices to begin with: what each seat is worth beside the two cheapest neighbours."""
    nearest = np.sort(table.costs, axis=1)[:, : SMALLEST - 1]
    nearest = np.where(np.isfinite(nearest), nearest, 1.0)
    prices: Floats = np.maximum(table.worths - nearest.mean(axis=1), 0.0)
    return prices
