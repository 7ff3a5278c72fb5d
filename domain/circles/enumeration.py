"""Listing of all circles that are worth more than the prices of their seats.

A price is what a member's seat is worth in other circles; with prices of 0, every circle is listed. A circle
is found from the member in it who gains most, its owner. Other members are added one after the other, the
most promising first. A group is dropped as soon as nobody who could still be added makes it worth its price.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from domain.circles.arrays import NO_MEMBER, CircleArrays, MemberArrays, MustStop
from domain.circles.graph import Flags, Floats, Ints
from domain.circles.member import LARGEST, SMALLEST
from domain.circles.welfare import cost_share, mix_worth, size_worth

_AT_ONCE = 1_000_000  # groups that are looked at in one step, at some 100 bytes each


class TooManyCirclesError(Exception):
    """Raised where there are more circles than were asked for."""


class OutOfTimeError(Exception):
    """Raised where there is no time left."""


@dataclass(frozen=True, slots=True)
class CircleListing:
    """The circles that were found, and a bound on their excess.

    No seating of listed circles is worth more than the prices of its seats by more than `excess`.
    """

    circles: CircleArrays
    excess: float


@dataclass(frozen=True, slots=True)
class _Begun:
    """Groups of members, all of one size, that may become circles; one in each row.

    `places` are their members, the owner first. `at` is where the last one stands in the rows of the lister:
    only what comes after it is added, so that no group is found twice. `costs` are the sums over all pairs,
    `gains` the sums of what the seats are worth above their prices. `starts` and `languages` are what all
    have in common.
    """

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
        """Returns some of the groups."""
        return _Begun(
            self.places[kept],
            self.at[kept],
            self.costs[kept],
            self.gains[kept],
            self.starts[kept],
            self.languages[kept],
            self.newcomers[kept],
        )


def enumerate_circles(
    table: MemberArrays,
    prices: Floats,
    least: float,
    must_stop: MustStop,
    *,
    width: int | None = None,
    most_each: int | None = None,
    most: int | None = None,
    owners: Flags | None = None,
) -> CircleListing:
    """Returns the circles that are worth at least `least` more than the prices of their seats.

    `prices` has one for each member of the table; `least` may be negative. `width` is how many others are
    looked at for each owner, `most_each` how many circles of each size are kept for each; None is for all.
    `owners` are those whose circles are listed, None for all members. Raises TooManyError where there are
    more than `most`, and StoppedError where `must_stop` says so.
    """
    return _Lister(table, prices, least, must_stop, width, most_each, most).list(owners)


class _Lister:
    def __init__(
        self,
        table: MemberArrays,
        prices: Floats,
        least: float,
        must_stop: MustStop,
        width: int | None,
        most_each: int | None,
        most: int | None,
    ) -> None:
        self.table = table
        self.prices = prices
        # More than any circle is worth or lacks. The rows of all owners stand in one array; this number,
        # added as often as rows follow, makes each value of a row higher than all of the next. So one running
        # maximum and one binary search work on all rows at once.
        costs = np.abs(table.costs[np.isfinite(table.costs)]).max(initial=0.0)
        self.apart = 4 * (LARGEST * (np.abs(table.worths - prices).max(initial=0.0) + costs) + 1)
        self.least = max(least, -self.apart)  # also where it is minus infinity
        self.must_stop = must_stop
        self.most_each = most_each
        self.most = most
        self.gains = table.worths - prices
        self.cheapest = table.cheapest
        self.bonus = {size: table.bonus(size) for size in range(SMALLEST, LARGEST + 1)}
        self._make_rows(width)
        self.found: list[CircleArrays] = []
        self.found_count = 0
        self.of_owner = np.zeros(table.count)
        self.of_each = np.zeros(table.count)

    def _make_rows(self, width: int | None) -> None:
        """Makes the row of each member: their neighbours of lower rank, the most promising first.

        Rank is by gain. Which order the rows have decides how soon a search ends, and not what it finds.
        """
        table, gains = self.table, self.gains
        order = np.lexsort((np.arange(table.count), -gains))
        rank = np.empty(table.count, dtype=np.int64)
        rank[order] = np.arange(table.count)
        ones, others = np.nonzero(np.isfinite(table.costs) & (rank > rank[:, None]))
        costs = table.costs[ones, others]
        # What they would add to a circle of five, in which each pair counts half, beside their cheapest
        # neighbour.
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
        """Returns, for each place of the rows, the most that one member after it can add to a group.

        The group has `count` members, the owner of the row among them, and is to become a circle of `size`.
        What the member costs with the owner is known; with each of the others it costs at least what their
        cheapest neighbour does.
        """
        cheapest = self.cheapest[self.others]
        added = self.gains[self.others] - cost_share(size) * (self.costs + (count - 1) * cheapest)
        apart = (self.table.count - self.ones) * self.apart
        running = np.maximum.accumulate((added + apart)[::-1])[::-1] - apart
        # At the end of a row nobody comes after: less than any circle could need, and still in its row's
        # range.
        best = np.full(len(added), -self.apart / 2)
        has_next = (
            np.append(self.ones[1:] == self.ones[:-1], False) if len(added) else np.empty(0, dtype=bool)
        )
        best[has_next] = np.append(running[1:], 0.0)[has_next]
        return best

    def list(self, owners: Flags | None) -> CircleListing:
        """Returns the circles of these owners; of all where it is None."""
        order = self.order if owners is None else self.order[owners[self.order]]
        lengths = self.first[order + 1] - self.first[order]
        for batch in _batches(order, lengths):
            self._grow(self._pairs(batch))
        # Two bounds, of which the lower one counts. No owner has two circles in a seating, so it is worth at
        # most the best of each; nobody sits in two, so it is worth at most the best share of each member.
        excess = min(float(self.of_owner.sum()), float(self.of_each.sum()))
        return CircleListing(CircleArrays.join(self.found), excess)

    def _pairs(self, owners: Ints) -> _Begun:
        """Returns the pairs with which circles of these owners begin."""
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
        """Adds one member in every possible way, notes what is a circle by then, and goes on with all."""
        if not len(begun.at):
            return
        lengths = self._reach(begun)
        if lengths.sum() > _AT_ONCE and len(begun.at) > 1:
            half = len(begun.at) // 2
            self._grow(begun.take(slice(None, half)))
            self._grow(begun.take(slice(half, None)))
            return
        if self.must_stop():
            raise OutOfTimeError
        grown = self._add_one(begun, lengths)
        self._note(grown)
        if grown.size < LARGEST:
            self._grow(grown)

    def _reach(self, begun: _Begun) -> Ints:
        """Returns how many places after the last member are worth trying, for each group.

        What can still be added only gets less along a row, so a binary search finds the last place that is
        worth it.
        """
        owners, count = begun.places[:, 0], begun.size
        ends = np.zeros(len(owners), dtype=np.int64)
        for size in range(count + 1, LARGEST + 1):
            worths = begun.gains - cost_share(size) * begun.costs + self.bonus[size]
            needed = (self.least - 1e-9 - worths) / (size - count)
            steps = self.ones * self.apart - self.more[size, count]
            np.maximum(ends, np.searchsorted(steps, owners * self.apart - needed, "right") + 1, out=ends)
        return np.maximum(np.minimum(ends, self.first[owners + 1]) - begun.at - 1, 0)

    def _add_one(self, begun: _Begun, lengths: Ints) -> _Begun:
        """Returns the groups with each of the next `lengths` members of their rows, as far as these may meet.

        Costs between two who may not sit together are infinite, which `_can_pay` drops.
        """
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
        """Returns which groups of `count` members are, or may become, a circle that is worth its price."""
        best = np.full(len(gains), -np.inf)
        for size in range(max(count, SMALLEST), LARGEST + 1):
            worth = gains - cost_share(size) * costs + self.bonus[size]
            if size > count:
                worth += (size - count) * self.more[size, count][at]
            np.maximum(best, worth, out=best)
        enough: Flags = best >= self.least - 1e-9
        return enough

    def _note(self, grown: _Begun) -> None:
        """Keeps the groups that are circles worth their price.

        Raises TooManyError where there are too many.
        """
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
            raise TooManyCirclesError
        padded = np.full((len(places), LARGEST), NO_MEMBER, dtype=np.int64)
        padded[:, :size] = np.sort(places, axis=1)
        self.found.append(CircleArrays(padded, worths + self.prices[places].sum(axis=1)))


def _offsets(ones: Ints, count: int) -> Ints:
    """Returns where the row of each member begins, and where the last one ends."""
    first = np.zeros(count + 1, dtype=np.int64)
    np.cumsum(np.bincount(ones, minlength=count), out=first[1:])
    return first


def _count_up(lengths: Ints) -> Ints:
    """Returns 0, 1, 2 … up to each length, one after the other."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) - np.repeat(ends - lengths, lengths)


def _batches(owners: Ints, lengths: Ints) -> Iterator[Ints]:
    """Yields owners whose pairs are begun together, so that what they grow to is about one step's worth.

    The square of a row's length is about how many groups of three it makes.
    """
    ends = np.cumsum(lengths * lengths)
    last = int(ends[-1]) if len(ends) else 0
    edges = np.searchsorted(ends, np.arange(1, last // _AT_ONCE + 1) * _AT_ONCE)
    yield from np.split(owners, np.unique(edges))


def _best_of_each(owners: Ints, worths: Floats, most: int) -> Ints:
    """Returns the numbers of at most `most` circles of each owner, those worth most."""
    order = np.lexsort((-worths, owners))
    sorted_ = owners[order]
    starts = np.flatnonzero(np.append(True, sorted_[1:] != sorted_[:-1]))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    best: Ints = order[rank < most]
    return best
