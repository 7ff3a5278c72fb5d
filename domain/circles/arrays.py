"""Members of a part as arrays of numbers, and circles of them as rows of places.

A circle is a row of five numbers: the places of its members in the table, ascending, then NOBODY where it has
fewer than five.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.circles.graph import Floats, Ints, Subgraph
from domain.circles.member import LARGEST, SMALLEST
from domain.circles.welfare import Weights, mix_worth, size_worth

NO_MEMBER = -1  # also the last place of an array with one more value, which then stands for nobody
_SIZES = range(SMALLEST, LARGEST + 1)
_WORD_BITS = 63  # of an int64, without its sign

CircleIndices = tuple[int, ...]
MustStop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class CircleArrays:
    """Circles: the places of their members, a row for each, and what each is worth."""

    members: Ints
    worths: Floats

    @classmethod
    def of(cls, circles: Mapping[CircleIndices, float]) -> CircleArrays:
        """Returns the circles of a mapping from places to worths."""
        rows = [[*circle, *[NO_MEMBER] * (LARGEST - len(circle))] for circle in circles]
        places = np.array(rows, dtype=np.int64).reshape(len(rows), LARGEST)
        return cls(places, np.array(list(circles.values()), dtype=np.float64))

    @classmethod
    def join(cls, several: Sequence[CircleArrays]) -> CircleArrays:
        """Returns all circles of several, one after the other."""
        if not several:
            return cls.of({})
        places = np.concatenate([one.members for one in several])
        return cls(places, np.concatenate([one.worths for one in several]))

    def __len__(self) -> int:
        return len(self.worths)

    def __iter__(self) -> Iterator[tuple[CircleIndices, float]]:
        for row, worth in zip(self.members.tolist(), self.worths.tolist(), strict=True):
            yield tuple(place for place in row if place != NO_MEMBER), worth

    @property
    def worth(self) -> float:
        """What all circles are worth together."""
        return float(self.worths.sum())

    def take(self, chosen: Ints | NDArray[np.bool_]) -> CircleArrays:
        """Returns some of the circles, by number or by flag."""
        return CircleArrays(self.members[chosen], self.worths[chosen])

    def sum_of(self, values: Floats) -> Floats:
        """Returns for each circle the sum of the values of its members."""
        sums: Floats = np.append(values, 0.0)[self.members].sum(axis=1)
        return sums


@dataclass(frozen=True, slots=True, eq=False)
class MemberArrays:
    """The members of a part as arrays, by place.

    `worths` is what each seat is worth, `newcomers` 1 for a newcomer and 0 for others, `languages` one bit
    for each. `starts` are the half-hours from which two hours are free, as words of bits. `costs` has the
    cost of every pair, infinite where two may not sit together.
    """

    weights: Weights
    worths: Floats
    newcomers: Ints
    languages: Ints
    starts: Ints
    costs: Floats

    @classmethod
    def of(cls, part: Subgraph, weights: Weights) -> MemberArrays:
        """Returns the table of a part."""
        people = part.members
        costs = np.full((len(people), len(people)), np.inf)
        ones = np.repeat(np.arange(len(people)), np.diff(part.first))
        costs[ones, part.others] = part.costs
        return cls(
            weights,
            part.worths,
            np.array([one.is_newcomer for one in people], dtype=np.int64),
            np.array([one.languages for one in people], dtype=np.int64),
            _compact([one.starts for one in people]),
            costs,
        )

    def select(self, members: Ints) -> MemberArrays:
        """Returns the table of some of its members, who get new places."""
        return MemberArrays(
            self.weights,
            self.worths[members],
            self.newcomers[members],
            self.languages[members],
            self.starts[members],
            self.costs[np.ix_(members, members)],
        )

    @property
    def count(self) -> int:
        """How many members there are."""
        return len(self.worths)

    @property
    def cheapest(self) -> Floats:
        """The cost of each member's cheapest neighbour; infinite where there is none."""
        least: Floats = self.costs.min(axis=1, initial=np.inf)
        return least

    def bonus(self, size: int) -> float:
        """Returns the most that a circle of that size may be worth beside its members."""
        mixed = mix_worth(1, size, self.weights) if self.newcomers.any() else 0.0
        return size_worth(size, self.weights) + mixed

    def upper_bound(self) -> float:
        """Returns what no seating is worth more than, as a rough bound."""
        return upper_bound(self.worths, self.cheapest, self.weights)


def upper_bound(worths: Floats, cheapest: Floats, weights: Weights) -> float:
    """Returns what no seating is worth more than: as if all sat with neighbours like their cheapest one."""
    beside = max((size_worth(size, weights) + mix_worth(1, size, weights)) / size for size in _SIZES)
    return float(np.maximum(worths - cheapest + beside, 0.0).sum())


def _compact(starts: Sequence[int]) -> Ints:
    """Returns half-hours as words of bits, in fewer than there are.

    Half-hours that exactly the same members have free become one bit: it is enough to know that there is a
    common one.
    """
    length = max((bits.bit_length() for bits in starts), default=0)
    rows = np.array([[bits >> slot & 1 for slot in range(length)] for bits in starts], dtype=np.uint8)
    columns = np.unique(rows.reshape(len(starts), length), axis=1)
    words = np.zeros((len(starts), max(1, -(-columns.shape[1] // _WORD_BITS))), dtype=np.int64)
    for slot in range(columns.shape[1]):
        word, bit = divmod(slot, _WORD_BITS)
        words[:, word] |= columns[:, slot].astype(np.int64) << bit
    return words
