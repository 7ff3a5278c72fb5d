"""Seating of one part, from its members to its circles, as jobs that another process can do."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from domain.circles.arrays import CircleArrays, MemberArrays, MustStop
from domain.circles.enumeration import OutOfTimeError, enumerate_circles
from domain.circles.graph import Flags, Floats, Subgraph
from domain.circles.member import SMALLEST
from domain.circles.polish import polish
from domain.circles.relaxation import relax
from domain.circles.rounding import choose_exactly, dive
from domain.circles.welfare import Weights

_MOST_CHOSEN_FROM = 8_000  # circles for the integer program, with full effort
_MOST_ROUNDS = 0.5  # of polishing, for each member
_UNLISTED = 0.01  # how much more than its price a circle may be worth without being counted one by one


@dataclass(frozen=True, slots=True)
class MatchTask:
    """A job: a part to be seated. `effort` is from 0 to 1."""

    part: Subgraph
    weights: Weights
    seed: int
    effort: float
    must_stop: MustStop


@dataclass(frozen=True, slots=True)
class PartMatching:
    """The result: circles by place, the price of each seat, and what no seating is worth more than."""

    circles: CircleArrays
    prices: Floats
    bound: float


def match_part(job: MatchTask) -> PartMatching:
    """Returns the best circles that are found: proven where the part is small enough, else polished."""
    table = MemberArrays.of(job.part, job.weights)
    relaxation = relax(table, job.must_stop)
    found = dive(table, relaxation, job.must_stop)
    most = int(_MOST_CHOSEN_FROM * job.effort)
    best, bound = choose_exactly(table, relaxation, found, most, job.must_stop)
    if best.worth < bound:
        best = _polish(table, best, job)
    return PartMatching(best, relaxation.prices, max(bound, best.worth))


@dataclass(frozen=True, slots=True)
class PolishTask:
    """A job: circles of a part that are to be polished."""

    part: Subgraph
    weights: Weights
    circles: CircleArrays
    seed: int
    effort: float
    must_stop: MustStop


def polish_part(job: PolishTask) -> CircleArrays:
    """Returns circles that are together worth as much or more."""
    return _polish(MemberArrays.of(job.part, job.weights), job.circles, job)


def _polish(table: MemberArrays, circles: CircleArrays, job: MatchTask | PolishTask) -> CircleArrays:
    rounds = int(_MOST_ROUNDS * job.effort * table.count)
    return polish(table, circles, Random(job.seed), rounds, job.must_stop)  # noqa: S311


@dataclass(frozen=True, slots=True)
class ExcessTask:
    """A job: members with the prices of their seats; `owners` are those whose circles are counted."""

    part: Subgraph
    weights: Weights
    prices: Floats
    owners: Flags
    must_stop: MustStop


def count_excess(job: ExcessTask) -> float:
    """Returns how much more than their prices the owners' circles in a seating may be worth together."""
    table = MemberArrays.of(job.part, job.weights)
    try:
        listing = enumerate_circles(
            table, job.prices, _UNLISTED, job.must_stop, most_each=1, owners=job.owners
        )
    except OutOfTimeError:
        return table.upper_bound()
    # Those that are not listed, as if every three owners had one.
    return listing.excess + _UNLISTED * int(job.owners.sum()) / SMALLEST
