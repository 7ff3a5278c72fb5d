"""Keeping apart at tables who avoid one another, as far as it can be done: by swapping seats. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Protocol, TypeVar

_MOST_SWAPS = 200  # sideways ones too, so that what needs several is found


class _Seated(Protocol):
    @property
    def user_id(self) -> int: ...

    @property
    def avoids(self) -> frozenset[int]: ...

    @property
    def is_newcomer(self) -> bool: ...

    @property
    def is_host(self) -> bool: ...

    @property
    def seats(self) -> int: ...


G = TypeVar("G", bound=_Seated)
_Swap = tuple[int, int, int, int]  # a table and a place there, and those of the other


def keep_apart(tables: Sequence[list[G]]) -> None:
    """Swaps guests between tables, in place, until nobody sits with whom they avoid, or as few as can be.

    Of several ways it takes the one after which fewest newcomers are the only one at their table, and most
    tables have a host.
    """
    best, fewest, seen = _copy(tables), _count_all(tables), {_signature(tables)}
    for _ in range(_MOST_SWAPS):
        if not _count_all(tables):
            return
        if not _swap_once(tables, seen):
            break
        if (count := _count_all(tables)) < fewest:
            best, fewest = _copy(tables), count
    for table, guests in zip(tables, best, strict=True):
        table[:] = guests


def _swap_once(tables: Sequence[list[G]], seen: set[tuple[frozenset[int], ...]]) -> bool:
    """Makes the best swap that leads to what was not there before; returns whether there is one."""
    ranked = sorted(_list_swaps(tables), key=lambda swap: _cost_of(tables, swap))
    for swap in ranked:
        _swap(tables, swap)
        signature = _signature(tables)
        if signature not in seen:
            seen.add(signature)
            return True
        _swap(tables, swap)
    return False


def _list_swaps(tables: Sequence[list[G]]) -> Iterator[_Swap]:
    """Yields every swap of somebody who sits with whom they avoid, with somebody who needs as many seats."""
    for here, guests in enumerate(tables):
        for place, guest in enumerate(guests):
            if not any(_are_apart(guest, other) for other in guests):
                continue
            for there in range(len(tables)):
                if there != here:
                    yield from (
                        (here, place, there, other)
                        for other, another in enumerate(tables[there])
                        if another.seats == guest.seats
                    )


def _cost_of(tables: Sequence[list[G]], swap: _Swap) -> tuple[int, int, int]:
    """Returns what a swap costs: pairs that sit together and should not, lone newcomers, hostless tables."""
    here, _, there, _ = swap
    before = _count(tables[here]) + _count(tables[there])
    _swap(tables, swap)
    two = (tables[here], tables[there])
    cost = (
        sum(_count(table) for table in two) - before,
        sum(sum(guest.is_newcomer for guest in table) == 1 for table in two),
        sum(not any(guest.is_host for guest in table) for table in two),
    )
    _swap(tables, swap)
    return cost


def _swap(tables: Sequence[list[G]], swap: _Swap) -> None:
    here, place, there, other = swap
    tables[here][place], tables[there][other] = tables[there][other], tables[here][place]


def _count_all(tables: Sequence[Sequence[G]]) -> int:
    return sum(_count(table) for table in tables)


def _count(table: Sequence[G]) -> int:
    return sum(_are_apart(one, other) for one, other in combinations(table, 2))


def _are_apart(one: G, other: G) -> bool:
    return other.user_id in one.avoids or one.user_id in other.avoids


def _copy(tables: Sequence[list[G]]) -> list[list[G]]:
    return [list(table) for table in tables]


def _signature(tables: Sequence[Sequence[G]]) -> tuple[frozenset[int], ...]:
    return tuple(frozenset(guest.user_id for guest in table) for table in tables)
