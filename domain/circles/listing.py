"""All circles that are worth more than the price of their members, and none that are not.

Prices are what members' seats are worth elsewhere; with none, every circle is listed. A circle is found
from the member of highest rank in it, its owner: others are added one after the other, the most promising
first, and what cannot be worth its price any more with anybody who is left is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.circles.graph import Flags, Floats, Ints
from domain.circles.member import LARGEST, SMALLEST
from domain.circles.table import NOBODY, Circles, Stop, Table
from domain.circles.welfare import cost_share, mix_worth, size_worth

_AT_ONCE = 1_000_000  # circles that are looked at in one step: a bound of memory


class TooManyError(Exception):
    """There are more circles than were asked for."""


class StoppedError(Exception):
    """There is no time left."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The circles, and how much more than the prices a seating of them may be worth."""

    circles: Circles
    excess: float


@dataclass(frozen=True, slots=True)
class _Begun:
    """Circles of one size that may grow: `at` is where their last member stands in the owner's row."""

    places: Ints
    at: Ints
    costs: Floats
    gains: Floats
    starts: Ints
    languages: Ints
    newcomers: Ints

    @property
    def size(self) -> int:
        size: int = self.places.shape[1]
        return size

    def take(self, kept: Ints | Flags | slice) -> _Begun:
        return _Begun(
            self.places[kept],
            self.at[kept],
            self.costs[kept],
            self.gains[kept],
            self.starts[kept],
            self.languages[kept],
            self.newcomers[kept],
        )


def list_circles(
    table: Table,
    prices: Floats,
    least: float,
    must_stop: Stop,
    *,
    width: int | None = None,
    most_each: int | None = None,
    most: int | None = None,
    owners: Flags | None = None,
) -> Listing:
    """Circles worth at least so much more than their prices.

    `width` looks at so many others for each owner, `most_each` keeps so many circles of each size for an
    owner, `owners` are those whose circles are looked for. Raises TooManyError beyond `most`, StoppedError.
    """
    return _Lister(table, prices, least, must_stop, width, most_each, most).list(owners)


class _Lister:
    def __init__(
        self,
        table: Table,
        prices: Floats,
        least: float,
        must_stop: Stop,
        width: int | None,
        most_each: int | None,
        most: int | None,
    ) -> None:
        self.table = table
        self.prices = prices
        # More than any circle is worth or lacks: keeps rows apart that are looked through as one.
        costs = np.abs(table.costs[np.isfinite(table.costs)]).max(initial=0.0)
        self.apart = 4 * (LARGEST * (np.abs(table.worths - prices).max(initial=0.0) + costs) + 1)
        self.least = max(least, -self.apart)
        self.must_stop = must_stop
        self.most_each = most_each
        self.most = most
        self.gains = table.worths - prices
        self.cheapest = table.cheapest
        self.bonus = {size: table.bonus(size) for size in range(SMALLEST, LARGEST + 1)}
        self._make_rows(width)
        self.found: list[Circles] = []
        self.found_count = 0
        self.of_owner = np.zeros(table.count)
        self.of_each = np.zeros(table.count)

    def _make_rows(self, width: int | None) -> None:
        """For each member those of lower rank, the most promising first."""
        table, gains = self.table, self.gains
        order = np.lexsort((np.arange(table.count), -gains))
        rank = np.empty(table.count, dtype=np.int64)
        rank[order] = np.arange(table.count)
        ones, others = np.nonzero(np.isfinite(table.costs) & (rank > rank[:, None]))
        costs = table.costs[ones, others]
        promise = gains[others] - costs / 2 - self.cheapest[others]
        sorted_ = np.lexsort((others, -promise, ones))
        ones, others, costs = ones[sorted_], others[sorted_], costs[sorted_]
        if width is not None:
            first = _offsets(ones, table.count)
            kept = np.arange(len(ones)) - first[ones] < width
            ones, others, costs = ones[kept], others[kept], costs[kept]
        self.order = order
        self.ones, self.others, self.costs = ones, others, costs
        self.first = _offsets(ones, table.count)
        self.more = {
            (size, count): self._best_after(size, count)
            for size in range(SMALLEST, LARGEST + 1)
            for count in range(2, size)
        }

    def _best_after(self, size: int, count: int) -> Floats:
        """For each place of the rows, what anybody after it can add to a circle of `count` that is to grow to
        this size."""
        cheapest = self.cheapest[self.others]
        added = self.gains[self.others] - cost_share(size) * (self.costs + (count - 1) * cheapest)
        apart = (self.table.count - self.ones) * self.apart
        running = np.maximum.accumulate((added + apart)[::-1])[::-1] - apart
        best = np.full(len(added), -self.apart / 2)
        has_next = (
            np.append(self.ones[1:] == self.ones[:-1], False) if len(added) else np.empty(0, dtype=bool)
        )
        best[has_next] = np.append(running[1:], 0.0)[has_next]
        return best

    def list(self, owners: Flags | None) -> Listing:
        order = self.order if owners is None else self.order[owners[self.order]]
        lengths = self.first[order + 1] - self.first[order]
        for batch in _batches(order, lengths):
            self._grow(self._pairs(batch))
        excess = min(float(self.of_owner.sum()), float(self.of_each.sum()))
        return Listing(Circles.join(self.found), excess)

    def _pairs(self, owners: Ints) -> _Begun:
        table = self.table
        lengths = self.first[owners + 1] - self.first[owners]
        at = np.repeat(self.first[owners], lengths) + _count_up(lengths)
        one, other = self.ones[at], self.others[at]
        begun = _Begun(
            np.stack([one, other], axis=1),
            at,
            self.costs[at],
            self.gains[one] + self.gains[other],
            table.starts[one] & table.starts[other],
            table.languages[one] & table.languages[other],
            table.newcomers[one] + table.newcomers[other],
        )
        return begun.take(self._can_pay(begun.gains, begun.costs, at, 2))

    def _grow(self, begun: _Begun) -> None:
        """Add one more in every possible way, note what is a circle, go on."""
        if not len(begun.at):
            return
        lengths = self._reach(begun)
        if lengths.sum() > _AT_ONCE and len(begun.at) > 1:
            half = len(begun.at) // 2
            self._grow(begun.take(slice(None, half)))
            self._grow(begun.take(slice(half, None)))
            return
        if self.must_stop():
            raise StoppedError
        grown = self._add_one(begun, lengths)
        self._note(grown)
        if grown.size < LARGEST:
            self._grow(grown)

    def _reach(self, begun: _Begun) -> Ints:
        """How many after the last member are worth trying: what can be added only gets less along a row."""
        owners, count = begun.places[:, 0], begun.size
        ends = np.zeros(len(owners), dtype=np.int64)
        for size in range(count + 1, LARGEST + 1):
            worths = begun.gains - cost_share(size) * begun.costs + self.bonus[size]
            needed = (self.least - 1e-9 - worths) / (size - count)
            steps = self.ones * self.apart - self.more[size, count]
            np.maximum(ends, np.searchsorted(steps, owners * self.apart - needed, "right") + 1, out=ends)
        return np.maximum(np.minimum(ends, self.first[owners + 1]) - begun.at - 1, 0)

    def _add_one(self, begun: _Begun, lengths: Ints) -> _Begun:
        table, size = self.table, begun.size + 1
        of = np.repeat(np.arange(len(lengths)), lengths)
        at = np.repeat(begun.at + 1, lengths) + _count_up(lengths)
        new = self.others[at]
        costs = begun.costs[of] + self.costs[at]
        for place in range(1, begun.size):
            costs += table.costs[begun.places[of, place], new]
        gains = begun.gains[of] + self.gains[new]
        kept = self._can_pay(gains, costs, at, size)
        of, at, new, costs, gains = of[kept], at[kept], new[kept], costs[kept], gains[kept]
        starts = begun.starts[of] & table.starts[new]
        languages = begun.languages[of] & table.languages[new]
        may_meet = (starts != 0).any(axis=1) & (languages != 0)
        of, new = of[may_meet], new[may_meet]
        return _Begun(
            np.column_stack([begun.places[of], new]),
            at[may_meet],
            costs[may_meet],
            gains[may_meet],
            starts[may_meet],
            languages[may_meet],
            begun.newcomers[of] + table.newcomers[new],
        )

    def _can_pay(self, gains: Floats, costs: Floats, at: Ints, count: int) -> Flags:
        """Which of so many members may be or become a circle that is worth its price."""
        best = np.full(len(gains), -np.inf)
        for size in range(max(count, SMALLEST), LARGEST + 1):
            worth = gains - cost_share(size) * costs + self.bonus[size]
            if size > count:
                worth += (size - count) * self.more[size, count][at]
            np.maximum(best, worth, out=best)
        enough: Flags = best >= self.least - 1e-9
        return enough

    def _note(self, grown: _Begun) -> None:
        """Keep those that are worth their price."""
        size, weights = grown.size, self.table.weights
        worths = grown.gains - cost_share(size) * grown.costs + size_worth(size, weights)
        is_mixed = (grown.newcomers > 0) & (grown.newcomers < size)
        worths += np.where(is_mixed, mix_worth(1, size, weights), 0.0)
        good = worths >= self.least
        if not good.any():
            return
        places, worths = grown.places[good], worths[good]
        np.maximum.at(self.of_owner, places[:, 0], worths)
        for column in range(size):
            np.maximum.at(self.of_each, places[:, column], worths / size)
        if self.most_each is not None:
            kept = _best_of_each(places[:, 0], worths, self.most_each)
            places, worths = places[kept], worths[kept]
        self.found_count += len(worths)
        if self.most is not None and self.found_count > self.most:
            raise TooManyError
        padded = np.full((len(places), LARGEST), NOBODY, dtype=np.int64)
        padded[:, :size] = np.sort(places, axis=1)
        self.found.append(Circles(padded, worths + self.prices[places].sum(axis=1)))


def _offsets(ones: Ints, count: int) -> Ints:
    """Where the row of each member begins; one more for the end."""
    first = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(ones, minlength=count), out=first[1:])
    return first


def _count_up(lengths: Ints) -> Ints:
    """0, 1, 2 … for each length, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) - np.repeat(ends - lengths, lengths)


def _batches(owners: Ints, lengths: Ints) -> Iterator[Ints]:
    """Owners whose pairs are begun together: so many that what they grow to is about as much as one step."""
    ends = np.cumsum(lengths * lengths)
    last = int(ends[-1]) if len(ends) else 0
    edges = np.searchsorted(ends, np.arange(1, last // _AT_ONCE + 1) * _AT_ONCE)
    yield from np.split(owners, np.unique(edges))


def _best_of_each(owners: Ints, worths: Floats, most: int) -> Ints:
    order = np.lexsort((-worths, owners))
    sorted_ = owners[order]
    starts = np.flatnonzero(np.append(True, sorted_[1:] != sorted_[:-1]))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    best: Ints = order[rank < most]
    return best
