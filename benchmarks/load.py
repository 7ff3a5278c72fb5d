"""1,000 guilds, 2,000 reactions a second for a minute, over real sockets: who waits, and is any lost?"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import quantiles

import clock
from benchmarks.measuring import report, resident_mib
from db.connection import Connection
from db.database import Database
from tests.discord_server.process import lend_cities
from tests.discord_server.town import Town, open_town
from tests.sockets.rush import Card, ask, plan_date, settle_cards

_GUILDS, _PER_SECOND, _SECONDS, _PEOPLE = 1_000, 2_000, 60, 50
_STEP_S = 0.02
_PATIENCE_S = 120


async def run() -> None:
    """Prints the rate that was kept up, how long a member waits who asks meanwhile, and what was lost."""
    with tempfile.TemporaryDirectory(prefix="longtable-load-") as name:
        await lend_cities(Path(name))
        async with open_town(Path(name)) as town:
            await _load(town)


async def _load(town: Town) -> None:
    cards = settle_cards(town, _GUILDS, 1)
    people = [town.env.create_user(f"member{number}").id for number in range(_PEOPLE)]
    for card in cards:
        for user_id in people:
            town.env.backend.add_member(card.guild_id, user_id, roles=[])
    database = Database(f"sqlite:///{town.bot.folder / 'longtable.db'}")
    await database.open()
    await database.write(_plan, cards, clock.now())
    await database.close()
    await town.start()
    before, answered_after_s = resident_mib(town.bot.pid), list[float]()
    asking = asyncio.create_task(
        ask(town, lambda asked_at, answered_at: answered_after_s.append(answered_at - asked_at))
    )
    began = time.monotonic()
    count = await _react(town, cards, people)
    seconds = time.monotonic() - began
    asking.cancel()
    lost, after_s = await _wait_for_all(town, cards)
    report("reactions", count / seconds, "a second", "as many as were to be", _PER_SECOND)
    waits = quantiles(answered_after_s, n=100)
    rows = {
        "stored so many seconds after the last": after_s,
        "answers that differ from Discord's": lost,
        "a member's question, answered after s, median": waits[49],
        "the same, the slowest of a hundred": waits[98],
        "memory before, MiB": before,
        "memory after, MiB": resident_mib(town.bot.pid),
    }
    for what, figure in rows.items():
        print(f"  {what:<46}{figure:>12,.2f}")


def _plan(connection: Connection, cards: list[Card], now: datetime) -> None:
    random = Random(1)
    for card in cards:
        plan_date(connection, card, "Meetup", now + timedelta(days=1), now, random)


async def _react(town: Town, cards: list[Card], people: list[int]) -> int:
    """Puts and takes back ✅ at that rate for as long; returns how many reactions there were."""
    backend, random, count, began = town.env.backend, Random(1), 0, time.monotonic()
    has: set[tuple[int, int]] = set()
    while (elapsed := time.monotonic() - began) < _SECONDS:
        while count < elapsed * _PER_SECOND:
            card, user_id = random.choice(cards), random.choice(people)
            has ^= {(card.message_id, user_id)}
            is_there = (card.message_id, user_id) in has
            backend.set_reaction(card.channel_id, card.message_id, "✅", user_id, is_there)
            count += 1
        await asyncio.sleep(_STEP_S)
    return count


async def _wait_for_all(town: Town, cards: list[Card]) -> tuple[int, float]:
    """Returns how many cards differ from what is stored when all is done, and how long that took."""
    began = time.monotonic()
    differing = len(cards)
    while differing and time.monotonic() - began < _PATIENCE_S:
        await asyncio.sleep(0.5)
        differing = await asyncio.to_thread(_count_differing, town, cards)
    return differing, time.monotonic() - began


def _count_differing(town: Town, cards: list[Card]) -> int:
    with closing(sqlite3.connect(town.bot.folder / "longtable.db")) as connection:
        rows = connection.execute(
            "SELECT message_id, user_id FROM rsvps JOIN meetup_dates ON meetup_dates.id = date_id"
        ).fetchall()
    stored: dict[int, set[int]] = {}
    for message_id, user_id in rows:
        stored.setdefault(message_id, set()).add(user_id)
    return sum(_shown(town, card) != stored.get(card.message_id, set()) for card in cards)


def _shown(town: Town, card: Card) -> set[int]:
    reaction = town.env.backend.get_message(card.channel_id, card.message_id).reaction_for("✅")
    return set(reaction.user_ids) - {town.env.backend.bot_user.id} if reaction else set()
