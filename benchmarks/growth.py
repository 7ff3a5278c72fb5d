"""How figures grow: each is measured at steps ten times as large as the one before, in one run.

Behind each figure stands the power of the step's size that its last two steps grow with: 0 does not grow, 1
grows as the size does.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from math import log10
from pathlib import Path
from random import Random
from statistics import median

import clock
from app import Longtable
from benchmarks.community import announce, insert_meetups, open_bot, tomorrow, weekly
from benchmarks.measuring import CHANNEL_ID, GUILD_ID
from benchmarks.memory import measure_mib
from cogs.ui.meetups.overviews import MOST_LISTED
from db import meetup_dates, posts
from db.connection import Connection, is_sqlite
from db.values import to_ms
from domain.guilds import Actor
from domain.ids import PostId
from domain.meetups.rsvp import Answer
from domain.posts import LEASE, MEETUP_POSTS, Post, PostKind
from domain.reaction_polls import Reaction
from services.meetups import answers, finding
from tests.stores import Server

_MESSAGE_ID = 77
_LEADS = (120,)
_AT_ONCE = 40
_TIMES = 30
_GUILDS = 1_000
_MEMBER = Actor(GUILD_ID, 1)
Act = Callable[[], Awaitable[object]]
Open = Callable[[], AbstractAsyncContextManager[Longtable]]


async def run() -> None:
    """Prints every figure at each of its steps."""
    print(f"  {'':<52}{'':>10}{'100':>10}{'1,000':>10}{'10,000':>10}{'100,000':>10}    power")
    await _report_all(open_bot, "", 100_000)
    sizes = [measure_mib("ours", guilds) for guilds in (100, 1_000, 10_000)]
    _print("memory, MiB", "guilds", sizes)
    with tempfile.TemporaryDirectory(prefix="longtable-bench-") as folder:
        server = Server(Path(folder), is_durable=True)
        try:
            await _report_all(lambda: open_bot(server.make()), ", PostgreSQL", 10_000)
        finally:
            server.clear()
            server.stop()


async def _report_all(open_: Open, where: str, most: int) -> None:
    for what, of_what, measure, largest in (
        ("a tick with nothing due", "series", _idle, 100_000),
        ("claiming 40 posts", "due", _claim, 100_000),
        ("claiming one post", "planned", _claim_one, 100_000),
        ("an answer by reaction", "answers", _react, 10_000),
        ("the same with 50 seats", "answers", _react_for_a_seat, 10_000),
        ("what `/meetup list` reads", "meetups", _list, 10_000),
        ("while one types a title", "meetups", _complete, 10_000),
        ("which cards are open, at the start", "cards", _list_open, 100_000),
    ):
        steps = [step for step in (100, 1_000, 10_000, 100_000) if step <= min(largest, most)]
        _print(f"{what}, ms{where}", of_what, [await measure(open_, step) for step in steps])


def _print(what: str, of_what: str, found: Sequence[float]) -> None:
    numbers = "".join(f"{number:>10,.2f}" for number in found) + " " * 10 * (4 - len(found))
    print(f"  {what:<52}{of_what:>10}{numbers}{log10(found[-1] / found[-2]):>9.1f}", flush=True)


async def _median_ms(act: Act, times: int = _TIMES) -> float:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        await act()
        found.append((time.perf_counter() - began) * 1000)
    return median(found)


def _rest(connection: Connection) -> None:
    connection.execute("UPDATE mirrors SET due_at = NULL")
    _count_up(connection)


def _count_up(connection: Connection) -> None:
    """Tells PostgreSQL's planner what there is now, as it finds out by itself within a minute."""
    if not is_sqlite(connection):
        connection.execute("ANALYZE")


async def _settle(bot: Longtable, count: int) -> None:
    """Inserts `count` weekly series, and leaves nothing to do."""
    starts_at = tomorrow()
    await bot.write(insert_meetups, count, starts_at, _LEADS, weekly(starts_at))
    await bot.database.write(_rest)


async def _idle(open_: Open, count: int) -> float:
    async with open_() as bot:
        await _settle(bot, count)
        await bot.tick()
        return await _median_ms(bot.tick, 200)


def _insert_posts(connection: Connection, count: int, *, are_due: bool) -> None:
    """Inserts `count` posts of as many dates in a thousand guilds, of differing urgency."""
    random, day = Random(1), tomorrow()
    for number in range(count):
        due_at = day + timedelta(seconds=random.randrange(3600)) * (-1 if are_due else 1)
        until = due_at + timedelta(minutes=random.randrange(60, 600))
        guild_id = GUILD_ID + number % _GUILDS
        post = Post(PostId(number + 1), guild_id, number, PostKind.REMIND, "", due_at, until)
        posts.insert_post(connection, post)
    _count_up(connection)


def _lease(connection: Connection) -> None:
    now_ms = to_ms(tomorrow())
    due = posts.list_due(connection, MEETUP_POSTS, now_ms, _AT_ONCE)
    lease_end_ms = now_ms + LEASE // timedelta(milliseconds=1)
    posts.claim_posts(connection, [post.id for post in due], now_ms, lease_end_ms)


async def _claim(open_: Open, count: int) -> float:
    async with open_() as bot:
        await bot.database.write(_insert_posts, count, are_due=True)
        return await _median_ms(lambda: bot.database.write(_lease), min(_TIMES, count // _AT_ONCE))


async def _claim_one(open_: Open, count: int) -> float:
    async with open_() as bot:
        await bot.database.write(_insert_posts, count, are_due=False)

        def claim(connection: Connection) -> None:
            now = tomorrow()
            until = now + timedelta(hours=1)
            post = Post(PostId(10**9), GUILD_ID, 10**9, PostKind.REMIND, "", now, until)
            posts.insert_post(connection, post)
            _lease(connection)
            connection.execute("DELETE FROM posts WHERE id = ?", (post.id,))

        return await _median_ms(lambda: bot.database.write(claim))


async def _answer(open_: Open, count: int, seats: int | None) -> float:
    async with open_() as bot:
        await bot.write(announce, _MESSAGE_ID)

        def fill(connection: Connection) -> None:
            connection.execute("UPDATE meetups SET capacity = ?", (seats,))
            connection.executemany(
                "INSERT INTO rsvps (date_id, user_id, answer, position, is_reaction, is_seated, answered_at)"
                " SELECT id, ?, 'going', ?, 1, ?, 0 FROM meetup_dates",
                [(user, user, int(user < (seats or count))) for user in range(count)],
            )
            _count_up(connection)

        await bot.database.write(fill)
        people = iter(range(count))

        async def leave_and_come_back() -> None:
            person = next(people)
            await bot.write(answers.react, _MESSAGE_ID, [Reaction(person, Answer.NO, True)])
            await bot.write(answers.react, _MESSAGE_ID, [Reaction(person, Answer.GOING, True)])

        return await _median_ms(leave_and_come_back) / 2


async def _react(open_: Open, count: int) -> float:
    return await _answer(open_, count, None)


async def _react_for_a_seat(open_: Open, count: int) -> float:
    return await _answer(open_, count, 50)


async def _list(open_: Open, count: int) -> float:
    async with open_() as bot:
        await _settle(bot, count)
        return await _median_ms(lambda: bot.read(finding.list_meetups, _MEMBER, MOST_LISTED), 5)


async def _complete(open_: Open, count: int) -> float:
    async with open_() as bot:
        await _settle(bot, count)
        return await _median_ms(
            lambda: bot.read(finding.list_choices, _MEMBER, "meetup 7", lambda item: True, 25), 5
        )


async def _list_open(open_: Open, count: int) -> float:
    async with open_() as bot:
        await _settle(bot, count)

        def announce_all(connection: Connection) -> None:
            connection.execute("UPDATE meetup_dates SET message_id = id, channel_id = ?", (CHANNEL_ID,))

        await bot.database.write(announce_all)
        now_ms = to_ms(clock.now())
        return await _median_ms(lambda: bot.database.read(meetup_dates.list_open_polls, now_ms), 5)
