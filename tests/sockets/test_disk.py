"""The file under the bot: full, held, damaged, too new, in use twice; and a clock that jumps by an hour."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import discord
import pytest
from simcord.results import InteractionResult

from tests.discord_server.process import BotProcess
from tests.discord_server.town import Town, open_town

_JUMP = """
import clock, datetime, pathlib
def jumped(now=clock.now, path=pathlib.Path({path!r})):
    return now() + datetime.timedelta(hours=float(path.read_text()))
clock.now = jumped
"""


@pytest.fixture
async def town(tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The bot is not started yet."""
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    async with open_town(tmp_path) as town:
        yield town


async def _refuses(town: Town, *words: str) -> None:
    """It does not start, and says why."""
    await town.bot.start()
    async with asyncio.timeout(30):
        assert await town.bot.wait() == 1
    for word in words:
        assert word in town.bot.log


async def _type(town: Town, title: str) -> InteractionResult:
    shown = await town.slash("erin", "meetup plan", title=title, when="in 2 hours")
    await town.until(lambda: shown.response is not None, "an answer")
    return shown


async def _says_not_saved(town: Town, shown: InteractionResult) -> None:
    await town.until(lambda: shown.response is not None, "an answer")
    assert shown.response is not None
    assert "not saved" in shown.response.message.content


@contextmanager
def _full_disk(bot: BotProcess) -> Iterator[None]:
    """No file of the process can grow."""
    assert bot.process is not None
    before = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (1, before[1]))
    try:
        yield
    finally:
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def _held(bot: BotProcess) -> Iterator[None]:
    """Another program writes to the file and does not come to an end."""
    with closing(sqlite3.connect(bot.folder / "longtable.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.mark.slow
@pytest.mark.parametrize("trouble", [_full_disk, _held])
async def test_what_cannot_be_saved_is_said_and_it_goes_on_when_the_cause_is_gone(
    town: Town, trouble: object
) -> None:
    await town.start()
    await town.plan("Before")
    await town.until(lambda: town.cards("Before"), "its card")
    draft = await _type(town, "In vain")
    with trouble(town.bot):  # type: ignore[operator]
        await _says_not_saved(town, await town.press("erin", draft, "Save"))
        await _says_not_saved(town, await _type(town, "Not even typed"))
    await town.plan("Afterwards")
    await town.until(lambda: town.cards("Afterwards"), "its card")
    assert not town.cards("In vain") + town.cards("Not even typed")
    assert await town.bot.end() == 0
    assert _check(town) == "ok"


def _check(town: Town) -> str:
    with closing(sqlite3.connect(town.bot.folder / "longtable.db")) as connection:
        verdict: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
        return verdict


async def test_a_damaged_file_is_not_worked_with(town: Town) -> None:
    await town.start()
    await town.plan("Before")
    assert await town.bot.end() == 0
    path = town.bot.folder / "longtable.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'meetups'"
        page = connection.execute(query).fetchone()[0] - 1
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content = bytearray(path.read_bytes())
    content[page * size : page * size + size] = b"\xff" * size
    path.write_bytes(content)
    await _refuses(town, "is damaged", "restore")
    assert path.read_bytes() == content, "nothing was made worse"


@pytest.mark.slow
async def test_a_database_of_a_newer_version_is_left_alone(town: Town) -> None:
    await town.start()
    assert await town.bot.end() == 0
    with closing(sqlite3.connect(town.bot.folder / "longtable.db")) as connection, connection:
        connection.execute("INSERT INTO schema_version VALUES (9999)")
    await _refuses(town, "start the newer Longtable")


@pytest.mark.slow
async def test_a_second_process_on_the_file_does_not_start_and_the_first_goes_on(town: Town) -> None:
    await town.start()
    second = BotProcess(town.bot.folder, town.server.address)
    await second.start()
    assert await second.wait() == 1
    assert "in use by another" in second.log
    await town.plan("Still here")
    await town.until(lambda: town.cards("Still here"), "its card")


@pytest.mark.slow
async def test_a_clock_that_jumps_makes_nothing_happen_twice(town: Town) -> None:
    off = town.bot.folder / "hours"
    _put(off, "0")
    town.bot.before = _JUMP.format(path=str(off))
    await town.start()
    await town.plan("First", pings="3h, 90m")
    await town.until(lambda: town.cards("First"), "its card")
    _put(off, "1")
    await town.until(lambda: _reminders(town) == 1, "the reminder")
    for hours in ("-1", "1", "0"):
        _put(off, hours)
        await town.plan(f"At {hours}", when="in 3 hours", pings="4h")
        await town.until(partial(town.cards, f"At {hours}"), "a card")
    assert _reminders(town) == 1
    assert len(town.cards()) == 4
    assert await town.bot.end() == 0
    assert "incident" not in town.bot.log, town.bot.log[town.bot.log.index("incident") :]


def _put(path: Path, text: str) -> None:
    """At once, since the other process reads it all the time."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(path)


def _reminders(town: Town) -> int:
    return sum(one.type is discord.MessageType.reply for one in town.channel.history())
