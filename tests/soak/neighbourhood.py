"""A served Discord with many channels in which meetups are due all the time, and people who react."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from simcord.backend.models import Message

from cogs.permissions import invite_permissions
from config import Config
from db import meetups, problems
from db.connection import Connection
from db.guilds import save_settings
from db.values import to_ms
from domain.boards import Board
from domain.guilds import GuildSettings
from domain.ids import MeetupId, ProblemId
from domain.meetups.meetup import Meetup, MeetupDetails
from domain.meetups.series import Series
from domain.posts import PostKind
from domain.problems import problem
from domain.times.recurrence import Once
from languages import ENGLISH
from services.meetups import schedule
from services.problems import effects
from services.transaction import Transaction
from tests.discord_server.server import DiscordServer

_PINGS_MIN = (20, 18, 15, 12, 10)  # as many as there may be; each helps for ten minutes at least
_LENGTH_MIN = 15
_ROUND_MIN = 5
_PROBLEMS = 3
_PEOPLE = 6


@dataclass
class Neighbourhood:
    """Guilds of one channel each, in a Discord that is served."""

    server: DiscordServer
    channels: dict[int, int] = field(default_factory=dict)  # to the guild of each
    people: list[int] = field(default_factory=list)

    def settle(self, guilds: int) -> None:
        """Make the guilds and their people."""
        env = self.server.env
        users = [env.create_user(f"member{number}") for number in range(_PEOPLE)]
        self.people = [user.id for user in users]
        for number in range(guilds):
            env.backend.advance_clock(0.002)  # so that their ids, and with them their shards, differ
            guild = env.create_guild(f"Guild {number}", preferred_locale="en-US")
            for user in users:
                guild.add_member(user)
            mine = guild.roles["Longtable"]
            env.backend.edit_role(guild.id, mine.id, {"permissions": invite_permissions().value})
            self.channels[guild.create_text_channel("meetups").id] = guild.id

    def plan(self, connection: Connection, now: datetime, per_minute: float, stretch: timedelta) -> None:
        """A board with problems in every guild, and so many meetups for every minute of the stretch."""
        channels = list(self.channels.items())
        tx = Transaction(connection, now, Random(1), Config(), lambda guild_id: ENGLISH)
        for channel_id, guild_id in channels:
            self._share(tx, guild_id, Board(channel_id, is_forum=False))
        count = int(per_minute * stretch.total_seconds() / 60)
        for number in range(count):
            channel_id, guild_id = channels[number % len(channels)]
            starts_at = now + timedelta(minutes=_PINGS_MIN[0]) + stretch * number / count
            series = Series(starts_at.date(), starts_at.time(), "UTC", Once())
            details = MeetupDetails(
                f"Meetup {number}",
                _LENGTH_MIN,
                channel_id,
                pings_min=_PINGS_MIN,
                capacity=number % 4 or None,
                is_led=number % 3 == 0,
            )
            meetup = Meetup(MeetupId(tx.new_id()), guild_id, self.people[0], details, series)
            meetups.insert_meetup(connection, meetup, to_ms(now))
            schedule.advance_one(tx, meetup, series.first_on)

    def _share(self, tx: Transaction, guild_id: int, board: Board) -> None:
        """Problems for the tables of this guild's meetups."""
        save_settings(tx.connection, GuildSettings(guild_id, board=board, round_min=_ROUND_MIN))
        for number, author_id in enumerate(self.people[:_PROBLEMS]):
            details = problem.ProblemDetails(f"Problem {number}", "A way out of it")
            shared = problem.Problem(ProblemId(tx.new_id()), guild_id, author_id, details, board, tx.now)
            problems.insert_problem(tx.connection, shared)
            effects.post(tx, shared, PostKind.PROBLEM, "", {}, tx.now)

    def react(self, random: Random) -> int:
        """Some people answer some of the newest cards, or take an answer back; how many did."""
        backend: Any = self.server.backend
        count = 0
        for channel_id in random.sample(sorted(self.channels), k=min(5, len(self.channels))):
            for message in self.list_cards(channel_id)[-2:]:
                for user_id in random.sample(self.people, k=2):
                    has = self.who(message, "✅")
                    backend.set_reaction(channel_id, message.id, "✅", user_id, user_id not in has)
                    count += 1
        return count

    def list_messages(self) -> Iterator[Message]:
        """Every message of the bot, in channels and threads."""
        backend: Any = self.server.backend
        for messages in backend.messages.values():
            for message in messages.values():
                if message.author_id == backend.bot_user.id and message.embeds:
                    yield message

    def list_cards(self, channel_id: int) -> list[Message]:
        """The announcements in a channel that have their reactions, oldest first."""
        backend: Any = self.server.backend
        return [one for one in backend.messages.get(channel_id, {}).values() if len(one.reactions) >= 3]

    def who(self, message: Message, emoji: str) -> set[int]:
        """The people who have reacted so."""
        reaction: Any = message.reaction_for(emoji)
        return set(reaction.user_ids) & set(self.people) if reaction is not None else set()
