"""A server with people in it, behind the sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import InteractionResult

from cogs.permissions import invite_permissions
from demo.forms import fill_in_meetup
from tests.discord_server.process import BotProcess
from tests.discord_server.server import DiscordServer, open_server

_PATIENCE_S = 60.0  # how fast it is on a quiet machine is no matter of these tests


class Town:
    """One guild of the served Discord, its members, and the bot's process."""

    def __init__(self, server: DiscordServer, bot: BotProcess) -> None:
        self.server = server
        self.bot = bot
        self.env = server.env
        self.guild = self.env.create_guild("Town", preferred_locale="en-US")
        self.channel = self.guild.create_text_channel("meetups")
        hosts = self.guild.create_role("hosts", permissions=discord.Permissions(manage_events=True))
        self.members: dict[str, MemberActor] = {
            name: self.guild.add_member(self.env.create_user(name), roles=[hosts] if name == "erin" else [])
            for name in ("alice", "bob", "charlie", "dana", "erin")
        }
        bot_role = self.guild.roles["Longtable"]
        self.env.backend.edit_role(self.guild.id, bot_role.id, {"permissions": invite_permissions().value})

    async def until(self, is_so: Callable[[], Any], what: str) -> None:
        """Wait for something that the bot does; fails with its log when it does not come."""
        async with asyncio.timeout(_PATIENCE_S):
            while not is_so():
                self.server.keep_time()
                await asyncio.sleep(0.02)
                assert self.bot.is_running, f"the bot ended before {what}:\n{self.bot.log[-3000:]}"

    async def start(self) -> None:
        """Start a life of the bot and wait until it has connected; it has told its commands by then."""
        gateway = self.server.gateway
        before = gateway.identified
        await self.bot.start()
        await self.until(lambda: gateway.identified > before, "it was ready")

    async def slash(self, name: str, command: str, **options: Any) -> InteractionResult:
        """A member types a command; returns when the bot has answered."""
        self.server.keep_time()
        result = await self.members[name].slash(self.channel, command, **options)
        await self.until(lambda: result.acknowledged, f"{name} got an answer to /{command}")
        return result

    async def press(self, name: str, shown: InteractionResult, label: str) -> InteractionResult:
        self.server.keep_time()
        assert shown.response is not None
        result = await self.members[name].click(shown.response, label=label)
        await self.until(lambda: result.acknowledged, f"{label} was answered")
        return result

    async def plan(self, title: str, when: str = "in 2 hours", **options: Any) -> None:
        """Erin plans a meetup; its announcement is due at once."""
        shown = await self.slash("erin", "meetup plan", title=title, when=when)
        await self.until(lambda: shown.response is not None, "the preview came")
        erin = self.members["erin"]
        changed = await fill_in_meetup(erin, shown, lambda label: self.press("erin", shown, label), options)
        await self.until(lambda: changed.acknowledged, "what she filled in was read")
        await self.press("erin", shown, "Save")

    def cards(self, title: str | None = None, room: ChannelHandle | None = None) -> list[discord.Message]:
        """The announcements in the channel, oldest first; those of this title."""
        found = [one for one in (room or self.channel).history() if one.embeds and _is_card(one)]
        return [one for one in found if title is None or one.embeds[0].title == title]


def _is_card(message: discord.Message) -> bool:
    return any((field.name or "").startswith("✅ Going") for field in message.embeds[0].fields)


@asynccontextmanager
async def open_town(folder: Path, more: str = "") -> AsyncIterator[Town]:
    """A served Discord with a guild; the bot is not started yet, and killed at the end."""
    async with open_server() as server:
        town = Town(server, BotProcess(folder, server.address, more))
        try:
            yield town
        finally:
            if town.bot.is_running:
                town.bot.kill()
                await town.bot.wait()
