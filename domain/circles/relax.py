"""What no seating can be worth more than, and what each seat is worth: circles formed in part.

The linear program is given few circles at first. Its prices tell which others are worth more than they cost;
these are added, and so on, until there are none. First only the most promising are looked for, so that the
prices are good before everything is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from domain.circles.graph import Floats
from domain.circles.listing import StoppedError, list_circles
from domain.circles.member import SMALLEST
from domain.circles.program import Program
from domain.circles.table import Stop, Table

_MOST_EACH = 6
_NARROW = 16
_FIRST_LEAST = 0.1
# Up to so many members, how much a circle may be worth more than its price, and how far the bound may be off.
_FINEST = ((60, 1e-6, 1e-7), (200, 1e-3, 1e-3))
_COARSEST = (1e-3, 4e-3)


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The program with its circles, how much of each is formed, and the bound with its prices.

    A seating with a circle that lacks so much to its price is worth at least so much less than the bound.
    """

    program: Program
    prices: Floats
    values: Floats
    bound: float


def relax(table: Table, must_stop: Stop) -> Relaxation:
    """The relaxation of these members; an earlier one with a worse bound if there is no time left."""
    finest, fine_enough = next((rest for most, *rest in _FINEST if table.count <= most), _COARSEST)
    prices, least, width = _first_prices(table), _FIRST_LEAST, min(_NARROW, table.count)
    listing = list_circles(table, prices, least, lambda: False, width=width, most_each=_MOST_EACH)
    program = Program(table.count, listing.circles)
    bound, is_wide = table.ceiling(), False
    if must_stop():
        return Relaxation(program, prices, np.zeros(len(listing.circles)), bound)
    values, prices = program.solve()
    prices_of_bound = prices
    while bound - program.worth > fine_enough * bound:
        try:
            listing = list_circles(
                table,
                prices,
                least,
                must_stop,
                width=None if is_wide else width,
                most_each=_MOST_EACH,
            )
        except StoppedError:
            break
        if is_wide:
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
        elif len(listing.circles) < table.count / 10:
            is_wide = is_wide or least < _FIRST_LEAST
            least = max(finest, least / 3)
    return Relaxation(program, prices_of_bound, values, bound)


def _first_prices(table: Table) -> Floats:
    """What a seat is worth with the two neighbours one likes best."""
    nearest = np.sort(table.costs, axis=1)[:, : SMALLEST - 1]
    nearest = np.where(np.isfinite(nearest), nearest, 1.0)
    prices: Floats = np.maximum(table.worths - nearest.mean(axis=1), 0.0)
    return prices
