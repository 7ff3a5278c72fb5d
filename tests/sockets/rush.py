"""Many pings due in the same minute, in a Discord that counts requests, and a member who asks meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import clock
from config import Config
from db import meetup_dates, meetups, posts
from db.connection import Connection
from db.database import Database
from db.values import to_ms
from domain.ids import MeetupId
from domain.meetups.meetup import Meetup, MeetupDetails
from domain.meetups.series import Series
from domain.posts import PostKind
from domain.times.recurrence import Once
from languages import ENGLISH
from services.meetups import schedule
from services.transaction import Transaction
from tests.discord_server.server import is_counted
from tests.discord_server.town import Town, open_town

_PER_GUILD = 4
_A_MINUTE = timedelta(minutes=1)
_FIRST_MIN, REMINDER_MIN = 2 * 24 * 60, 120
_ASK_EVERY_S = 0.2


class Card(NamedTuple):
    """A message that takes answers."""

    guild_id: int
    channel_id: int
    message_id: int


async def ask(town: Town, note: Callable[[float, float], object]) -> None:
    """Alice asks what meetups there are, again and again; notes when she asked, and when she was answered."""
    while True:
        asked_at = time.monotonic()
        await town.slash("alice", "meetup list")
        note(asked_at, time.monotonic())
        await asyncio.sleep(_ASK_EVERY_S)


def settle_cards(town: Town, count: int, per_guild: int) -> list[Card]:
    """So many messages of the bot with their reactions, in guilds of their own."""
    backend, env = town.env.backend, town.env
    cards = []
    for number in range(count):
        if number % per_guild == 0:
            guild = env.create_guild(f"Guild {number}", preferred_locale="en-US")
            room = guild.create_text_channel("meetups")
        message = backend.create_message(room.id, backend.bot_user.id, embeds=[{"title": "Card"}])
        for emoji in ("✅", "🤔", "❌"):
            backend.set_reaction(room.id, message.id, emoji, backend.bot_user.id, True)
        cards.append(Card(guild.id, room.id, message.id))
    return cards


def plan_date(
    connection: Connection, card: Card, title: str, starts_at: datetime, now: datetime, random: Random
) -> None:
    """A meetup whose announcement this card is, and which is called two hours before it starts."""
    series = Series(starts_at.date(), starts_at.time(), "UTC", Once())
    details = MeetupDetails(title, 60, card.channel_id, pings_min=(_FIRST_MIN, REMINDER_MIN))
    tx = Transaction(connection, now, random, Config(), lambda guild_id: ENGLISH)
    meetup = Meetup(MeetupId(tx.new_id()), card.guild_id, 1, details, series)
    meetups.insert_meetup(connection, meetup, to_ms(now))
    day = schedule.open_date(tx, meetup, series.first_on)
    meetup_dates.set_message(connection, day.id, card.channel_id, card.message_id)
    posts.delete_unsent(connection, day.id, [PostKind.ANNOUNCE])
    connection.execute("DELETE FROM mirrors")  # the server's own events are there already


@dataclass
class Rush:
    """What came of it. `order` are the pings as they arrived, by their rank of urgency, 0 for the first."""

    town: Town
    ranks: dict[int, int] = field(default_factory=dict)  # by the message that the ping replies to
    order: list[int] = field(default_factory=list)
    arrived_at: list[float] = field(default_factory=list)  # each of them
    waits: list[tuple[float, float]] = field(
        default_factory=list
    )  # of who asked meanwhile: from when, to when
    seconds: float = 0.0

    @property
    def requests(self) -> int:
        """All that were made, without answers to interactions: these do not count."""
        return sum(is_counted(path) for _, path, _ in self.town.server.answers)

    @property
    def answered_after_s(self) -> list[float]:
        """How long each answer took."""
        return [answered_at - asked_at for asked_at, answered_at in self.waits]

    @property
    def answered_after_pings(self) -> list[int]:
        """How many pings arrived while each answer was waited for."""
        return [
            sum(asked_at < arrived_at < answered_at for arrived_at in self.arrived_at)
            for asked_at, answered_at in self.waits
        ]

    @property
    def most_overtaken(self) -> int:
        """By how many less urgent ones a ping was overtaken, at the most."""
        worst, highest = 0, -1
        for place, rank in enumerate(self.order):
            highest = max(highest, rank)
            worst = max(worst, place - rank if rank < highest else 0)
        return worst

    async def run(self, patience_s: float) -> None:
        """Start the bot, and wait until every ping has arrived."""
        server = self.town.server
        await self.town.start()
        began = time.monotonic()
        asking = asyncio.create_task(ask(self.town, lambda *wait: self.waits.append(wait)))
        try:
            async with asyncio.timeout(patience_s):
                while len(self.order) < len(self.ranks):
                    server.keep_time()
                    await asyncio.sleep(0.05)
        finally:
            self.seconds = time.monotonic() - began
            asking.cancel()

    def _note(self, event: str, payload: Mapping[str, Any]) -> None:
        if event == "MESSAGE_CREATE" and (replied := payload.get("message_reference")):
            self.order.append(self.ranks[int(replied["message_id"])])
            self.arrived_at.append(time.monotonic())

    def plan(self, connection: Connection, cards: list[Card], now: datetime) -> None:
        """One reminder for each card, all due in the minute before now; which is how urgent is drawn."""
        random = Random(1)
        random.shuffle(cards)
        for rank, card in enumerate(cards):
            self.ranks[card.message_id] = rank
            due_at = now - _A_MINUTE + _A_MINUTE * rank / len(cards)
            starts_at = due_at + timedelta(minutes=REMINDER_MIN)
            plan_date(connection, card, f"Meetup {rank}", starts_at, now - 2 * _A_MINUTE, random)


@asynccontextmanager
async def open_rush(folder: Path, count: int) -> AsyncIterator[Rush]:
    """A town among guilds with so many reminders due; the bot is not started yet."""
    async with open_town(folder) as town:
        rush = Rush(town)
        database = Database(f"sqlite:///{folder / 'longtable.db'}")
        await database.open()
        cards = settle_cards(town, count, _PER_GUILD)
        await database.write(rush.plan, cards, clock.now())
        await database.close()
        town.server.limits.is_on = True
        town.env.backend.subscribers.append(rush._note)
        yield rush
