"""A bare simulated server with one member, in which the rules hold, and requests as a bot makes them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.backend.errors import BackendError
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType
from simcord.env import Env
from simcord.http import router

from tests.discord_rules import Rules, apply_rules

_PERMISSIONS = discord.Permissions(
    view_channel=True,
    connect=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
    add_reactions=True,
    create_public_threads=True,
    create_private_threads=True,
    create_events=True,
)


class Listener(discord.Client):
    """A bot that does nothing but note what it is told."""

    def __init__(self) -> None:
        super().__init__(intents=discord.Intents.default())
        self.pressed: list[int] = []
        self.reactions: list[tuple[str, bool]] = []
        self.seen: list[str] = []

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.pressed.append(interaction.user.id)
        await interaction.response.defer()

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        self.reactions.append((str(payload.emoji), payload.burst))

    async def on_voice_state_update(self, member: discord.Member, *_: discord.VoiceState) -> None:
        self.seen.append(member.name)


@dataclass
class Discord:
    """The server, and what is asked of it."""

    env: Env
    bot: Listener
    rules: Rules
    guild: Any = field(init=False)
    room: ChannelHandle = field(init=False)
    alice: MemberActor = field(init=False)

    def __post_init__(self) -> None:
        self.backend: Any = self.env.backend
        self.guild = self.env.create_guild("Rules")
        self.room = self.guild.create_text_channel("room")
        people = self.guild.create_role(
            "people", permissions=discord.Permissions(send_messages=True, add_reactions=True, connect=True)
        )
        self.alice = self.guild.add_member(self.env.create_user("alice"), roles=[people])
        self.grant(_PERMISSIONS)

    def grant(self, permissions: discord.Permissions) -> None:
        """Has the bot hold these permissions, and no others."""
        everyone = {"permissions": discord.Permissions(view_channel=True, read_message_history=True).value}
        self.backend.edit_role(self.guild.id, self.guild.id, everyone)
        role = self.guild.roles[self.backend.bot_user.name]
        self.backend.edit_role(self.guild.id, role.id, {"permissions": permissions.value})

    def allow(self, **more: bool) -> None:
        """Adds permissions to those that the bot has from the beginning."""
        granted = discord.Permissions(_PERMISSIONS.value)
        granted.update(**more)
        self.grant(granted)

    def hide(self, channel: ChannelHandle, target_id: int, *, is_role: bool = False) -> None:
        """Has a member or a role not see a channel."""
        kind = OverwriteType.ROLE if is_role else OverwriteType.MEMBER
        denied = discord.Permissions(view_channel=True).value
        self.backend.set_overwrite(channel.id, Overwrite(target_id, kind, deny=denied))

    def ask(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        """Makes a request."""
        return router.dispatch(self.backend, method, path, json=body, params=params)

    def refusal(self, method: str, path: str, body: Any = None) -> tuple[int, int]:
        """Returns the status and code with which a request is refused; (200, 0) where it is not."""
        try:
            self.ask(method, path, body)
        except BackendError as error:
            return error.status, error.code
        return 200, 0

    def say(self, text: str = "hello", room: int | None = None, **more: Any) -> Any:
        """Returns a new message of the bot."""
        return self.ask("POST", f"/channels/{room or self.room.id}/messages", {"content": text, **more})

    def open_thread(self, **more: Any) -> int:
        """Returns the id of a new thread of the bot."""
        body = {"name": "thread", "type": 11, **more}
        return int(self.ask("POST", f"/channels/{self.room.id}/threads", body)["id"])

    def message(self, payload: Any) -> discord.Message:
        """Returns a message as a member sees it."""
        channel = self.bot.get_channel(int(payload["channel_id"]))
        assert isinstance(channel, discord.TextChannel | discord.Thread)
        return discord.Message(state=self.bot._connection, channel=channel, data=payload)

    async def wait(self, **span: float) -> None:
        """Lets time pass."""
        await self.env.advance_time(timedelta(**span).total_seconds())


@pytest.fixture
async def ruled() -> AsyncIterator[Discord]:
    """A bare server in which all rules hold."""
    bot = Listener()
    env = Env(bot, check_errors=False)
    rules = apply_rules(env, without=())
    await env.start()
    try:
        yield Discord(env, bot, rules)
    finally:
        await bot.close()
        await env.shutdown()
