"""A process of its own for the matching, so that the bot's heart goes on beating meanwhile."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from random import Random

from clock import stopwatch
from domain.circles.member import History, Member
from domain.circles.result import Matching
from domain.circles.welfare import Weights


class Workshop:
    """Starts the process at the first need and ends it with the bot."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._pool: ProcessPoolExecutor | None = None

    async def match(
        self, members: Sequence[Member], history: History, weights: Weights, seed: int
    ) -> Matching:
        """Circles of these members; the best that is known when the time is up."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=context, initializer=_keep_quiet)
        work = (list(members), history, weights, seed, self.seconds)
        return await asyncio.get_running_loop().run_in_executor(self._pool, _match, *work)

    def close(self) -> None:
        """End the process, and what it is at."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _keep_quiet() -> None:
    """The solver prints its name; a service has nothing to say on standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _match(members: list[Member], history: History, weights: Weights, seed: int, seconds: float) -> Matching:
    from domain.circles.matching import match  # noqa: PLC0415 - its libraries are heavy, and needed here alone

    elapsed = stopwatch()
    return match(members, history, weights, Random(seed), lambda: elapsed() > seconds)  # noqa: S311
