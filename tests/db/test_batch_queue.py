"""Who waits together goes together, and how long they waited is told."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar

from db.batch_queue import Batch, BatchQueue
from db.connection import Connection
from db.database import Database
from db.engine import CallOutcome
from db.turns import take_turn

LANGUAGE = ContextVar("LANGUAGE", default="en")


async def test_the_wait_that_is_told_is_that_of_whoever_came_first() -> None:
    may_go, waits, together = asyncio.Event(), list[float](), list[int]()

    async def go(functions: Batch) -> list[CallOutcome]:
        together.append(len(functions))
        await may_go.wait()
        return [(number, None) for number, _ in enumerate(functions)]

    line = BatchQueue(go)
    line.note_wait = waits.append
    first = asyncio.create_task(line.run(lambda connection: None))
    await asyncio.sleep(0.01)
    early = asyncio.create_task(line.run(lambda connection: None))
    await asyncio.sleep(0.2)
    late = asyncio.create_task(line.run(lambda connection: None))
    await asyncio.sleep(0.01)
    may_go.set()
    await asyncio.gather(first, early, late)
    assert together == [1, 2]
    assert waits[1] > 0.15


async def test_a_function_runs_in_the_context_of_whoever_asks(database: Database) -> None:
    async def ask(language: str) -> str:
        LANGUAGE.set(language)
        return await database.read(lambda connection: LANGUAGE.get())

    spoken = await asyncio.gather(*(ask(language) for language in ("de", "fr", "ja")))
    assert spoken == ["de", "fr", "ja"]


async def test_turns_are_apart_and_a_clock_that_was_ahead_holds_nobody_up(database: Database) -> None:
    def take(connection: Connection, now_ms: int, line: str = "request") -> int:
        return take_turn(connection, line, 100, now_ms, longest_wait_ms=500)

    assert [await database.write(take, 1000) for _ in range(3)] == [1000, 1100, 1200]
    assert await database.write(take, 1000, "another") == 1000
    assert await database.write(take, 1250) == 1300
    assert await database.write(take, 5000) == 5000, "nothing is saved up"
    assert await database.write(take, 1000) == 1000, "not in four seconds"
    assert await database.write(take, 1000) == 1100
