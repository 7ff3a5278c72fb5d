"""What the scheduler begins: the same as the stories' tick, and one fault stops nothing."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from demo.world import World
from services.meetups import announcing
from tests.stories.telling import plan_until_ping


async def test_what_the_scheduler_begins_is_what_the_tick_of_the_stories_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheduler = world.bot.scheduler
    jobs = {job.id: job for job in scheduler.scheduler.get_jobs()}
    assert set(jobs) == {"Longtable.begin_due", "RetentionSweeper.erase_leavers at night"}
    assert jobs["Longtable.begin_due"].args[0] == world.bot.begin_due
    done: list[str] = []

    async def note(step: Any) -> None:
        done.append(step.__qualname__)

    await plan_until_ping(world)
    with monkeypatch.context() as patch:
        patch.setattr(scheduler, "run", note)
        await world.bot.tick()
        by_the_tick, done = done, []
        await world.bot.begin_due()
        await asyncio.sleep(0)
    assert "DueWork.do_due" in done
    assert done == by_the_tick


async def test_an_error_in_the_tick_is_reported_and_the_next_tick_works(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    await plan_until_ping(world)
    with monkeypatch.context() as patch:
        patch.setattr(announcing, "claim_due", fail)
        await world.bot.tick()
    assert world.bot.reporter.fault_count == 1
    world.bot.reporter.fault_count = 0
    await world.tick()
    assert len(world.cards()) == 1
