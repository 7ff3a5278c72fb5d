"""Seating of one part, from its members to its circles, as jobs that another process can do."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from domain.circles.graph import Flags, Floats, Part
from domain.circles.listing import StoppedError, list_circles
from domain.circles.member import SMALLEST
from domain.circles.polish import polish
from domain.circles.relax import relax
from domain.circles.rounding import choose_exactly, dive
from domain.circles.table import Circles, Stop, Table
from domain.circles.welfare import Weights

_MOST_CHOSEN_FROM = 8_000  # circles for the integer program, with full effort
_MOST_ROUNDS = 0.5  # of polishing, for each member
_UNLISTED = 0.01  # how much more than its price a circle may be worth without being counted one by one


@dataclass(frozen=True, slots=True)
class Seat:
    """A job: a part to be seated. `effort` is from 0 to 1."""

    part: Part
    weights: Weights
    seed: int
    effort: float
    must_stop: Stop


@dataclass(frozen=True, slots=True)
class Seated:
    """The result: circles by place, the price of each seat, and what no seating is worth more than."""

    circles: Circles
    prices: Floats
    bound: float


def seat_part(job: Seat) -> Seated:
    """Returns the best circles that are found: proven where the part is small enough, else polished."""
    table = Table.of(job.part, job.weights)
    relaxation = relax(table, job.must_stop)
    found = dive(table, relaxation, job.must_stop)
    most = int(_MOST_CHOSEN_FROM * job.effort)
    best, bound = choose_exactly(table, relaxation, found, most, job.must_stop)
    if best.worth < bound:
        best = _polish(table, best, job)
    return Seated(best, relaxation.prices, max(bound, best.worth))


@dataclass(frozen=True, slots=True)
class Polish:
    """A job: circles of a part that are to be polished."""

    part: Part
    weights: Weights
    circles: Circles
    seed: int
    effort: float
    must_stop: Stop


def polish_part(job: Polish) -> Circles:
    """Returns circles that are together worth as much or more."""
    return _polish(Table.of(job.part, job.weights), job.circles, job)


def _polish(table: Table, circles: Circles, job: Seat | Polish) -> Circles:
    rounds = int(_MOST_ROUNDS * job.effort * table.count)
    return polish(table, circles, Random(job.seed), rounds, job.must_stop)  # noqa: S311


@dataclass(frozen=True, slots=True)
class Excess:
    """A job: members with the prices of their seats; `owners` are those whose circles are counted."""

    part: Part
    weights: Weights
    prices: Floats
    owners: Flags
    must_stop: Stop


def count_excess(job: Excess) -> float:
    """Returns how much more than their prices the owners' circles in a seating may be worth together."""
    table = Table.of(job.part, job.weights)
    try:
        listing = list_circles(table, job.prices, _UNLISTED, job.must_stop, most_each=1, owners=job.owners)
    except StoppedError:
        return table.ceiling()
    # Those that are not listed, as if every three owners had one.
    return listing.excess + _UNLISTED * int(job.owners.sum()) / SMALLEST
