"""A batch queue for one of the database's threads: all who wait at the same time go together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from contextvars import copy_context
from typing import Any, TypeVar

from db.connection import Connection
from db.engine import CallOutcome

T = TypeVar("T")
Batch = Sequence[Callable[[Connection], Any]]


class BatchQueue:
    """A batch queue; `go` runs functions on the thread, and returns what became of each."""

    def __init__(self, go: Callable[[Batch], Awaitable[list[CallOutcome]]]) -> None:
        self._go = go
        self._waiting: list[tuple[Callable[[Connection], Any], asyncio.Future[Any], float]] = []
        self._going: asyncio.Task[None] | None = None
        self.note_wait: Callable[[float], None] = lambda seconds: None

    async def run(self, function: Callable[[Connection], T]) -> T:
        """Runs the function on the thread and returns what it returns; raises what it raises.

        It runs in the context of whoever asks, in whose language refusals are said.
        """
        loop, context = asyncio.get_running_loop(), copy_context()
        done: asyncio.Future[T] = loop.create_future()
        self._waiting.append((lambda connection: context.run(function, connection), done, loop.time()))
        if self._going is None or self._going.done():
            # It begins when the event loop comes round: whoever asks before then goes along.
            self._going = asyncio.create_task(self._take_all(), name="database")
        return await done

    async def drain(self) -> None:
        """Waits until nobody waits any more."""
        if self._going is not None:
            with suppress(asyncio.CancelledError):
                await self._going

    async def _take_all(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting, []
            self.note_wait(asyncio.get_running_loop().time() - together[0][2])  # the first waited longest
            try:
                outcomes = await self._go([function for function, _, _ in together])
            except Exception as failure:  # handed to all of them, who report it
                outcomes = [(None, failure) for _ in together]
            for (_, done, _), (result, error) in zip(together, outcomes, strict=True):
                if done.done():  # its caller was cancelled meanwhile
                    continue
                if error is not None:
                    done.set_exception(error)
                else:
                    done.set_result(result)
