"""A process of its own for the matching, so that the bot answers Discord meanwhile."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from random import Random
from typing import TYPE_CHECKING, TypeVar

from clock import Deadline
from domain.circles.matching_result import Matching
from domain.circles.member import History, Member
from domain.circles.welfare import Weights

if TYPE_CHECKING:
    from domain.circles.open_circles import OpenCircle

T = TypeVar("T")
_Question = tuple[tuple[Member, ...], History, Weights]

_CONTEXT = multiprocessing.get_context("spawn")
_MOST_MATCHINGS = 8
_MANY = 1_000  # members, from which several processes are faster than one


class MatchingPool:
    """The process for the matching: it is started when it is first needed, and ends with the bot."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._pool: ProcessPoolExecutor | None = None
        # The last matchings, by seed: a round is what its preview showed, and costs nothing more.
        self._matchings: OrderedDict[int, tuple[_Question, Matching]] = OrderedDict()

    async def match(
        self, members: Sequence[Member], history: History, weights: Weights, seed: int
    ) -> Matching:
        """Returns circles of these members: the best that are known when the time is up.

        The same members with the same seed are matched once.
        """
        question = (tuple(members), history, weights)
        if seed in self._matchings and self._matchings[seed][0] == question:
            return self._matchings[seed][1]
        matching = await self._run(_match, list(members), history, weights, seed, self.seconds)
        self._matchings.pop(seed, None)
        self._matchings[seed] = (question, matching)
        while len(self._matchings) > _MOST_MATCHINGS:
            self._matchings.popitem(last=False)
        return matching

    async def find_refills(
        self,
        open_circles: Sequence[OpenCircle],
        waiting: Sequence[Member],
        history: History,
        weights: Weights,
    ) -> dict[int, list[int]]:
        """Returns the ids of the waiting members to ask for the free seats, by circle."""
        return await self._run(_refill, list(open_circles), list(waiting), history, weights)

    async def _run(self, work: Callable[..., T], *arguments: object) -> T:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=_CONTEXT, initializer=_begin)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, *arguments)
        except BrokenProcessPool:
            self._pool = None  # the next call starts another process
            raise

    def close(self) -> None:
        """Ends the process, with whatever it is working on."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """Silences standard output, as the solver prints its name, and has the process end with its parent."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "this runs in a process of its own"
    parent.join()
    os._exit(1)


def _match(members: list[Member], history: History, weights: Weights, seed: int, seconds: float) -> Matching:
    from domain.circles.matching import match  # noqa: PLC0415 - its libraries are heavy, and needed here alone

    deadline, random = Deadline.in_seconds(seconds), Random(seed)  # noqa: S311
    if len(members) < _MANY:
        return match(members, history, weights, random, deadline)
    with ProcessPoolExecutor(mp_context=_CONTEXT, initializer=_begin) as pool:
        return match(members, history, weights, random, deadline, pool.map)


def _refill(
    open_circles: list[OpenCircle], waiting: list[Member], history: History, weights: Weights
) -> dict[int, list[int]]:
    from domain.circles.refill import find_refills  # noqa: PLC0415 - as above

    return find_refills(open_circles, waiting, history, weights)
