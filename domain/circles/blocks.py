"""Cutting of large parts into blocks of members who live near each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from domain.circles.graph import Floats, Ints, unit_vectors
from domain.circles.member import Member


def cut_into_blocks(members: Sequence[Member], most: int, first_share: float = 0.5) -> Iterator[Ints]:
    """Yields blocks of at most `most` members, as their places in `members` in ascending order.

    Each cut is across the direction in which members are spread most. The first one leaves `first_share` of
    them on one side, the others half: another first share gives other blocks throughout.
    """
    yield from _cut(
        unit_vectors([member.centre for member in members]), np.arange(len(members)), most, first_share
    )


def _cut(points: Floats, block: Ints, most: int, share: float) -> Iterator[Ints]:
    if len(block) <= most:
        yield np.sort(block)
        return
    here = points[block]
    axis = int(np.argmax(here.max(axis=0) - here.min(axis=0)))
    # By place where several live in one city: the same members give the same blocks.
    order = block[np.lexsort((block, here[:, axis]))]
    middle = int(len(block) * share)
    yield from _cut(points, order[:middle], most, 0.5)
    yield from _cut(points, order[middle:], most, 0.5)
