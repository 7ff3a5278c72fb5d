"""RSVP transactions a second, durable, against one bare sqlite3 commit loop.

The yardstick commits one INSERT after another with the same settings (WAL, synchronous=FULL). Ours is the
whole use case: find the date, store the answer, settle the seats, mark the card.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.community import announce, open_bot
from benchmarks.measuring import report, timed
from db.connection import Connection
from domain.meetups.rsvp import Answer
from domain.reaction_polls import Reaction
from services.meetups import answers

_MESSAGE_ID = 77
_AT_ONCE = 100
_COUNT = 5_000
_BARE_COUNT = 2_000


def _forget_answers(connection: Connection) -> None:
    connection.execute("DELETE FROM rsvps")


async def run() -> None:
    """Prints one answer at a time, and a hundred waiting at a time."""
    bare = _bare()
    async with open_bot() as bot:
        await bot.write(announce, _MESSAGE_ID)
        with timed() as stretch:
            for user_id in range(500):
                await bot.write(answers.react, _MESSAGE_ID, [Reaction(user_id, Answer.NO, True)])
        report("one after another", 500 / stretch.seconds, "/s", "bare sqlite3 commits", bare)
        await bot.database.write(_forget_answers)
        with timed() as stretch:
            for start in range(0, _COUNT, _AT_ONCE):
                users = range(start, start + _AT_ONCE)
                await asyncio.gather(
                    *(
                        bot.write(answers.react, _MESSAGE_ID, [Reaction(user_id % 500, Answer.NO, True)])
                        for user_id in users
                    )
                )
        rate = _COUNT / stretch.seconds
        report("100 at a time, 500 people on the list", rate, "/s", "bare sqlite3 commits", bare)


def _bare() -> float:
    with tempfile.TemporaryDirectory(prefix="longtable-bench-") as folder:
        path = Path(folder) / "bare.db"
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("CREATE TABLE rsvps (date_id INTEGER, user_id INTEGER, answer TEXT)")
            with timed() as stretch:
                for user_id in range(_BARE_COUNT):
                    connection.execute("BEGIN IMMEDIATE")
                    connection.execute("INSERT INTO rsvps VALUES (1, ?, 'no')", (user_id,))
                    connection.execute("COMMIT")
            return _BARE_COUNT / stretch.seconds
