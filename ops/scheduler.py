"""When what is done: a look at every tick, some things at night, and what becomes of it all at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import time
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

AsyncWork = Callable[[], Awaitable[None]]
Reporting = Callable[[str], AbstractAsyncContextManager[None]]
"""Whatever is raised within is reported, under this name."""

_LAST_S = 2.0  # for what is being done when the process is told to end
_NIGHT_S = 3600  # how late what is done at night may begin


class Scheduler:
    """An alarm clock that holds no schedule: its jobs look into the database, and begin what is due there.

    What is begun runs beside everything else.
    """

    def __init__(self, reporting: Reporting) -> None:
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self._reporting = reporting
        self._doing: set[asyncio.Task[Any]] = set()
        self._begun: dict[str, asyncio.Task[None]] = {}  # by name, what was begun last
        self._is_ending = False

    def every(self, seconds: float, step: AsyncWork) -> None:
        """Does this again and again, but not while it is still being done."""
        self.scheduler.add_job(
            self.run,
            "interval",
            [step],
            seconds=seconds,
            id=_name(step),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,  # never too late: what is due is still due
        )

    def nightly(self, at: time, step: AsyncWork) -> None:
        """Does this at that time (UTC) of every day, or up to an hour later."""
        self.scheduler.add_job(
            self.run,
            "cron",
            [step],
            id=f"{_name(step)} at night",
            hour=at.hour,
            minute=at.minute,
            coalesce=True,
            misfire_grace_time=_NIGHT_S,
        )

    def at_start(self, step: AsyncWork) -> None:
        """Does this once, as soon as the timetable starts."""
        self.scheduler.add_job(self.run, args=[step], id=f"{_name(step)} made up for")

    def start(self) -> None:
        """Starts the alarm clock; needs a running event loop."""
        self.scheduler.start()

    def run_in_background(self, step: AsyncWork) -> None:
        """Begins this in a task of its own, unless it is still being done."""
        name = _name(step)
        if name not in self._begun or self._begun[name].done():
            self._begun[name] = asyncio.create_task(self.run(step), name=name)

    async def run_all(self, steps: Sequence[AsyncWork]) -> None:
        """Does each of these once, side by side, and waits for all."""
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(self.run(step))

    async def run(self, step: AsyncWork) -> None:
        """Does this once, now; what goes wrong is reported."""
        task = asyncio.current_task()
        assert task is not None, "a coroutine runs in a task"
        self._doing.add(task)
        try:
            async with self._reporting(_name(step)):
                await step()
        except asyncio.CancelledError:
            if not self._is_ending:  # at the end the scheduler would log it as an error
                raise
        finally:
            self._doing.discard(task)

    async def stop(self) -> None:
        """Cancels what is being done and waits for it, two seconds at most.

        The next start looks for what was begun and not finished.
        """
        self._is_ending = True
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        for task in self._begun.values():
            task.cancel()
        if left := self._doing | set(self._begun.values()):
            await asyncio.wait(left, timeout=_LAST_S)


def _name(step: AsyncWork) -> str:
    return getattr(step, "__qualname__", repr(step))
