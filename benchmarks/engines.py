"""The same answers and the same outbox on both engines, durable: PostgreSQL over a socket beside SQLite."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from statistics import median

from app import Longtable
from benchmarks.community import announce, insert_meetups, open_bot, tomorrow
from benchmarks.measuring import report, timed
from db import posts
from db.connection import Connection
from db.values import to_ms
from domain.ids import PostId
from domain.meetups.rsvp import Answer
from domain.posts import LEASE, MEETUP_POSTS, PostState
from domain.reaction_polls import Reaction
from services.meetups import answers
from tests.stores import Server

_MESSAGE_ID = 77
_AT_ONCE, _COUNT = 100, 2_000
_POSTS, _LEASED_AT_ONCE = 4_000, 40
_WHAT = "answers, 100 at a time", "posts leased and marked as sent"
_ROUNDS = 5
_LEADS = (24 * 60 * 3,)


async def run() -> None:
    """Prints both, for answers that wait together and for posts that are leased and marked."""
    here = [await _measure(None) for _ in range(_ROUNDS)]  # before there is a server that takes its share
    with tempfile.TemporaryDirectory(prefix="longtable-bench-") as name:
        server = Server(Path(name), is_durable=True)
        try:
            there = await _measure(server.make())
        finally:
            server.clear()
            server.stop()
    for what, theirs, ours in zip(_WHAT, there, zip(*here, strict=True), strict=True):
        report(f"PostgreSQL: {what}", theirs, "/s", f"SQLite, median of {_ROUNDS}", median(ours))


async def _measure(url: str | None) -> tuple[float, float]:
    async with open_bot(url) as bot:
        await bot.write(announce, _MESSAGE_ID)
        return await _answer(bot), await empty_outbox(bot)


async def _answer(bot: Longtable) -> float:
    with timed() as stretch:
        for start in range(0, _COUNT, _AT_ONCE):
            users = range(start, start + _AT_ONCE)
            await asyncio.gather(
                *(
                    bot.write(answers.react, _MESSAGE_ID, [Reaction(user % 500, Answer.NO, True)])
                    for user in users
                )
            )
    return _COUNT / stretch.seconds


async def empty_outbox(bot: Longtable) -> float:
    """Leases all posts and marks them, without what each has to say; returns how many a second.

    As in the outbox, the marks of one batch wait beside the claim of the next, and share its commit.
    """
    await bot.write(insert_meetups, _POSTS, tomorrow(), _LEADS)
    count, now_ms, leased = 0, to_ms(tomorrow()), [PostId(0)]
    with timed() as stretch:
        while leased:
            _, leased = await asyncio.gather(
                bot.database.write(_mark, leased), bot.database.write(_lease, now_ms)
            )
            count += len(leased)
    assert count == await bot.database.read(_count_sent)
    return count / stretch.seconds


def _lease(connection: Connection, now_ms: int) -> list[PostId]:
    due = posts.list_due(connection, MEETUP_POSTS, now_ms, _LEASED_AT_ONCE)
    lease_end_ms = now_ms + to_ms(tomorrow() + LEASE) - to_ms(tomorrow())
    post_ids = [post.id for post in due]
    return [*posts.claim_posts(connection, post_ids, now_ms, lease_end_ms)] if post_ids else []


def _mark(connection: Connection, leased: list[PostId]) -> None:
    for post_id in leased:
        posts.finish_post(connection, post_id, PostState.SENT, post_id)


def _count_sent(connection: Connection) -> int:
    number: int = connection.execute("SELECT count(*) FROM posts WHERE state = 'sent'").fetchone()[0]
    return number
