"""Told to end by any number of signals, at any moment: gone within five seconds, with the file let go."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator, Iterable
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from db.database import Database
from db.postgres import PostgresConnection
from tests.discord_server.faults import Fault, FaultPlan
from tests.discord_server.process import BotProcess
from tests.discord_server.town import Town, open_town

TERM, INT = signal.SIGTERM, signal.SIGINT
_PATIENCE_S = 5.0
# Sends itself a signal, and another, as soon as it comes to a place: where two arrive without a gap.
_AT = """
import os, signal, sys
def tell(event, arguments, told=[]):
    if event == {event!r} and {word!r} in str(arguments[0]) and not told:
        told.append(True)
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(tell)
"""
_SLOW_QUERY = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000000) SELECT sum(i) FROM n"
)
_STUCK = f"""
import db.sqlite
def look(self, connection, before=db.sqlite.Sqlite._look_for_damage):
    print("looking", flush=True)
    connection.execute({_SLOW_QUERY!r}).fetchone()
db.sqlite.Sqlite._look_for_damage = look
"""


@pytest.fixture
async def town(tmp_path: Path, cities: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The bot is not started yet."""
    monkeypatch.setenv("LONGTABLE_CITIES", str(cities))
    async with open_town(tmp_path) as town:
        yield town


async def _ends(bot: BotProcess, signals: Iterable[signal.Signals] = ()) -> None:
    """It is gone in time after these, ends well and without a word about it, and holds nothing."""
    for one in signals:
        bot.tell_to_end(one)
    async with asyncio.timeout(_PATIENCE_S):
        assert await bot.wait() == 0
    assert "Traceback" not in bot.log, bot.log
    with FileLock(bot.folder / "longtable.db.lock", blocking=False):
        pass
    if (path := bot.folder / "longtable.db").exists():
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@pytest.mark.parametrize(
    "signals",
    [[TERM, TERM], [INT, TERM, INT], pytest.param([TERM] * 40, marks=pytest.mark.slow)],
    ids=["two", "mixed", "forty"],
)
async def test_signals_without_a_gap(town: Town, signals: list[signal.Signals]) -> None:
    await town.start()
    await town.plan("Friday co-working")
    await _ends(town.bot, signals)


async def test_signals_for_as_long_as_it_lives(town: Town) -> None:
    await town.start()

    async def go_on() -> None:
        while town.bot.is_running:
            town.bot.tell_to_end(TERM)
            town.bot.tell_to_end(INT)
            await asyncio.sleep(0)

    going_on = asyncio.create_task(go_on())
    await _ends(town.bot)
    await going_on


@pytest.mark.parametrize(
    ("event", "word"),
    [
        ("import", "discord"),
        ("import", "cogs.ui.canvas"),
        pytest.param("sqlite3.connect", "longtable.db", marks=pytest.mark.slow),
        pytest.param("open", "longtable.key", marks=pytest.mark.slow),
        ("socket.connect", "socket"),
    ],
)
async def test_two_signals_during_the_start(town: Town, event: str, word: str) -> None:
    town.bot.before = _AT.format(event=event, word=word)
    await town.bot.start()
    async with asyncio.timeout(30):
        assert await town.bot.wait() == 0
    await _ends(town.bot)


@pytest.mark.slow
async def test_what_does_not_come_to_an_end_is_cut_off(town: Town) -> None:
    """A look through a large file takes minutes, and nobody can hurry it."""
    town.bot.before = _STUCK
    await town.bot.start()
    await town.until(lambda: "looking" in town.bot.log, "it looks through the file")
    await _ends(town.bot, [TERM, INT])
    assert "the next start takes it up" in town.bot.log


@pytest.mark.slow
async def test_a_discord_that_does_not_answer_does_not_hold_it_up(town: Town) -> None:
    await town.start()
    town.server.faults = FaultPlan({Fault.SILENT_AFTER: 1.0}, only="/messages")
    await town.plan("Friday co-working")
    await town.until(lambda: town.server.faults.struck, "it waits for the answer")
    await _ends(town.bot, [TERM, TERM])


@pytest.mark.slow
async def test_a_database_that_does_not_answer_does_not_hold_it_up(town: Town, postgres_url: str) -> None:
    town.bot = BotProcess(town.bot.folder, town.server.address, url=postgres_url)
    await town.start()
    with closing(PostgresConnection(postgres_url)) as other:
        other.execute("BEGIN")
        other.execute("LOCK TABLE posts IN ACCESS EXCLUSIVE MODE")
        await town.until(lambda: _count_waiting(postgres_url), "it waits for an answer")
        await _ends(town.bot, [TERM, INT])
    database = Database(postgres_url)
    await database.open()  # nobody else holds it
    await database.close()


@pytest.mark.slow
async def test_a_connection_that_is_not_closed_by_the_other_side_is_closed_all_the_same(town: Town) -> None:
    await town.start()
    town.server.gateway.closes = False
    await _ends(town.bot, [TERM])
    assert "the next start takes it up" not in town.bot.log, "what is stored was put away before"


@pytest.mark.slow
async def test_the_list_of_cities_is_left_half_made_and_nothing_of_it_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LONGTABLE_CITIES", raising=False)
    async with open_town(tmp_path) as town:
        await town.bot.start()
        await town.until(lambda: _list_cities(tmp_path), "it makes the list")
        await _ends(town.bot, [TERM, TERM])
    assert "the next start takes it up" not in town.bot.log
    assert not _list_cities(tmp_path)


def _count_waiting(url: str) -> int:
    """How many wait for a table that somebody else has locked."""
    with closing(PostgresConnection(url)) as onlooker:
        rows = onlooker.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchall()
        count: int = rows[0][0]
        return count


def _list_cities(folder: Path) -> list[Path]:
    return list(folder.glob("gazetteer.db*"))


@pytest.mark.slow
async def test_under_a_command_that_ends_it_after_a_while(town: Town) -> None:
    """As timeout(1) does: one signal to the process, and one to its whole group."""
    await town.start()
    town.bot.tell_to_end(TERM)
    await _ends(town.bot, [TERM, signal.SIGCONT])
