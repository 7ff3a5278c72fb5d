"""The alarm clock: what it begins, how late, and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

import clock
from ops.scheduler import Scheduler


@pytest.fixture
def timetable() -> Scheduler:
    @asynccontextmanager
    async def reporting(where: str) -> AsyncIterator[None]:
        yield

    return Scheduler(reporting)


async def test_what_is_begun_is_not_begun_again_while_it_lasts(timetable: Scheduler) -> None:
    begun = 0

    async def last() -> None:
        nonlocal begun
        begun += 1
        await asyncio.sleep(60)

    timetable.every(0.01, last)
    timetable.start()
    await asyncio.sleep(0.2)
    assert begun == 1
    await timetable.stop()


async def test_the_end_waits_for_what_has_to_be_put_away_and_reports_nothing(
    timetable: Scheduler, caplog: pytest.LogCaptureFixture
) -> None:
    are_begun, put_away = asyncio.Semaphore(0), list[str]()

    async def _work(name: str) -> None:
        are_begun.release()
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            put_away.append(name)

    async def tick() -> None:
        await _work("tick")

    async def errand() -> None:
        await _work("errand")

    timetable.every(0.01, tick)
    timetable.start()
    timetable.run_in_background(errand)
    for _ in range(2):
        await are_begun.acquire()
    async with asyncio.timeout(2):
        await timetable.stop()
    assert sorted(put_away) == ["errand", "tick"]
    await asyncio.sleep(0)
    assert not [record for record in caplog.records if record.levelname in {"ERROR", "CRITICAL"}]


async def test_what_does_not_end_is_not_waited_for(
    timetable: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.scheduler._LAST_S", 0.05)
    may_end = asyncio.Event()

    async def stubborn() -> None:
        while not may_end.is_set():
            try:
                await may_end.wait()
            except asyncio.CancelledError:
                continue

    timetable.run_in_background(stubborn)
    await asyncio.sleep(0)
    async with asyncio.timeout(2):
        await timetable.stop()
    may_end.set()
    await asyncio.sleep(0.01)


async def test_who_is_cancelled_before_the_end_hears_of_it(timetable: Scheduler) -> None:
    async def last() -> None:
        await asyncio.sleep(60)

    task = asyncio.create_task(timetable.run(last))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize(("minutes_late", "is_done"), [(50, True), (70, False)])
async def test_what_is_done_at_night_is_made_up_for_within_an_hour(
    timetable: Scheduler, minutes_late: int, is_done: bool
) -> None:
    done = asyncio.Event()

    async def copy() -> None:
        done.set()

    now = clock.now()
    timetable.nightly((now + timedelta(hours=12)).time(), copy)  # no other night's turn is near
    (job,) = timetable.scheduler.get_jobs()
    job.modify(next_run_time=now - timedelta(minutes=minutes_late))
    timetable.start()
    await asyncio.sleep(0.1)
    assert done.is_set() is is_done
    await timetable.stop()
