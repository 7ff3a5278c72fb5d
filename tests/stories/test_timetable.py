"""What is begun at every tick, each beside the others."""

from __future__ import annotations

import asyncio

from demo.world import World
from ops.scheduler import Scheduler


async def test_what_is_still_being_done_is_not_begun_again(world: World) -> None:
    may_end, begun = asyncio.Event(), 0

    async def wait() -> None:
        nonlocal begun
        begun += 1
        await may_end.wait()

    async def pass_by() -> None:
        may_end.set()

    timetable = Scheduler(world.bot.reporter.reporting)
    for _ in range(3):
        timetable.run_in_background(wait)
        await asyncio.sleep(0)
    assert begun == 1
    timetable.run_in_background(pass_by)  # another holds it up no more than it is held up
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    timetable.run_in_background(wait)
    await asyncio.sleep(0)
    assert begun == 2
    await timetable.stop()
