"""When what is done: every step at every tick, some things at night, and what is being done when it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import time
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Step = Callable[[], Awaitable[None]]
Reporting = Callable[[str], AbstractAsyncContextManager[None]]
"""Whatever is raised within is reported, under this name."""

_LAST_S = 3.0  # for what is being done when the process is told to end
_NIGHT_S = 3600  # how late what is done at night may begin


class Timetable:
    """The database is the schedule; these jobs only look into it. Each step is a job of its own."""

    def __init__(self, reporting: Reporting) -> None:
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self._reporting = reporting
        self._doing: set[asyncio.Task[Any]] = set()
        self._is_ending = False

    def every(self, seconds: float, step: Step) -> None:
        """Do this again and again, but not while it is still being done: a long one holds up no other."""
        self.scheduler.add_job(
            self.do,
            "interval",
            [step],
            seconds=seconds,
            id=_name(step),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def nightly(self, at: time, step: Step) -> None:
        """Do this at that time (UTC) of every day, or up to an hour later."""
        self.scheduler.add_job(
            self.do,
            "cron",
            [step],
            id=f"{_name(step)} at night",
            hour=at.hour,
            minute=at.minute,
            coalesce=True,
            misfire_grace_time=_NIGHT_S,
        )

    def soon(self, step: Step) -> None:
        """Do this once, as soon as the timetable starts."""
        self.scheduler.add_job(self.do, args=[step], id=f"{_name(step)} made up for")

    def start(self) -> None:
        """From now on; needs a running loop."""
        self.scheduler.start()

    async def do_all(self, steps: Sequence[Step]) -> None:
        """Do each of these once, side by side."""
        async with asyncio.TaskGroup() as group:
            for step in steps:
                group.create_task(self.do(step))

    async def do(self, step: Step) -> None:
        """Do this once, now; what goes wrong is reported."""
        task = asyncio.current_task()
        assert task is not None, "a coroutine runs in a task"
        self._doing.add(task)
        try:
            async with self._reporting(_name(step)):
                await step()
        except asyncio.CancelledError:
            if not self._is_ending:
                raise
        finally:
            self._doing.discard(task)

    async def stop(self) -> None:
        """Cancel what is being done, and wait a little for it; the next start looks for what was begun."""
        self._is_ending = True
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)
        if self._doing:
            await asyncio.wait(self._doing, timeout=_LAST_S)


def _name(step: Step) -> str:
    return getattr(step, "__qualname__", repr(step))
