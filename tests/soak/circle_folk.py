"""People who would like company: rounds of circles come due, and they press what is shown to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from cogs.permissions import invite_permissions
from db import guilds, profiles
from db.connection import Connection
from db.values import to_ms
from domain.cities import City, Point
from domain.free_times import part_of_day, union
from domain.guilds import GuildSettings
from domain.profiles import Profile
from tests.discord_server.server import DiscordServer

_PEOPLE = 7
_BERLIN = City(2950159, "Berlin", "DE", "BE", Point(52.524, 13.411), "Europe/Berlin", 3_426_354)
_FREE = union((part_of_day(1, "morning"), part_of_day(3, "evening"), part_of_day(5, "afternoon")))
_RULE = "monthly on the first monday"
_ACCEPT = "circle|join|"
_KEEN = 0.7  # how often somebody presses the first button: it is the friendly one
_LOOKED_AT = 30  # threads, whenever somebody presses something


@dataclass(frozen=True)
class CircleGuild:
    """Where the circles of one guild talk, and its people by id."""

    guild_id: int
    channel: ChannelHandle
    people: dict[int, MemberActor]


@dataclass
class CircleFolk:
    """Guilds in which everybody has a profile and a round begins by itself, one guild after another."""

    server: DiscordServer
    rooms: list[CircleGuild] = field(default_factory=list)
    accepted: list[tuple[int, int, InteractionResult]] = field(default_factory=list)  # circle, member, answer
    presses: int = 0

    def settle(self, count: int) -> None:
        """Make the guilds and their people."""
        env = self.server.env
        users = [env.create_user(f"neighbour{number}") for number in range(_PEOPLE)]
        for number in range(count):
            guild = env.create_guild(f"Company {number}", preferred_locale="en-US")
            members = {user.id: guild.add_member(user) for user in users}
            mine = guild.roles["Longtable"]
            env.backend.edit_role(guild.id, mine.id, {"permissions": invite_permissions().value})
            self.rooms.append(CircleGuild(guild.id, guild.create_text_channel("circles"), members))

    def plan(self, connection: Connection, now: datetime, stretch: timedelta) -> None:
        """Everybody has filled in their profile; the rounds begin evenly over the stretch."""
        for number, room in enumerate(self.rooms):
            settings = GuildSettings(room.guild_id, circle_channel_id=room.channel.id, round_rule=_RULE)
            guilds.save_settings(connection, settings)
            guilds.set_round_at(connection, room.guild_id, to_ms(now + stretch * number / len(self.rooms)))
            for user_id in room.people:
                profile = Profile(
                    room.guild_id,
                    user_id,
                    city=_BERLIN,
                    free=_FREE,
                    languages=("en",),
                    company=5,
                    updated_at=now,
                )
                profiles.save_profile(connection, profile)

    async def press(self, random: Random) -> None:
        """Somebody presses a button of one of the newest messages that are for them."""
        shown = [one for room, thread in self._list_newest() for one in self._list_shown(room, thread)]
        if not shown:
            return
        message, who = random.choice(shown)
        buttons = [str(one.custom_id) for row in message.components for one in row.children]  # type: ignore[union-attr]
        custom_id = buttons[0] if random.random() < _KEEN else random.choice(buttons)
        self.presses += 1
        answer = await who.click(message, custom_id=custom_id)
        if custom_id.startswith(_ACCEPT):
            self.accepted.append((int(custom_id.removeprefix(_ACCEPT)), who.id, answer))

    def _list_newest(self) -> Iterator[tuple[CircleGuild, ChannelHandle]]:
        """The threads that were opened last."""
        backend: Any = self.server.backend
        rooms = {room.channel.id: room for room in self.rooms}
        threads = (one for one in reversed(backend.channels.values()) if one.parent_id in rooms)
        for stored in islice(threads, _LOOKED_AT):
            room = rooms[stored.parent_id]
            yield room, ChannelHandle(self.server.env, room.channel.guild, stored)

    def _list_shown(
        self, room: CircleGuild, thread: ChannelHandle
    ) -> Iterator[tuple[discord.Message, MemberActor]]:
        """What has buttons among its newest messages, to each who can press them."""
        for message in thread.history()[-2:]:
            if message.components:
                for user_id in self.members_of(thread) & room.people.keys():
                    yield message, room.people[user_id]

    def members_of(self, thread: ChannelHandle) -> set[int]:
        """Who has been let into a thread."""
        backend: Any = self.server.backend
        return set(backend.get_thread(thread.id).thread_members)
