"""The registration of the commands with Discord: each is there once, and no answer of Discord stops a bot.

Discord keeps global commands and those of each server side by side, and shows both, until a set is emptied.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import datetime

import discord

import clock
from cogs.bot import LongtableBot
from cogs.delivery import UNREACHABLE
from cogs.discord_errors import find_obstacle
from domain.obstacles import Obstacle
from domain.posts import retry_delay
from services import command_guilds
from services.jobs import Job
from services.transaction import Transaction

log = logging.getLogger("longtable")

_TIME_LIMIT_S = 15.0  # of a start; discord.py would wait for as long as Discord says


class Registration:
    """The commands of a bot at its start: everywhere, or in `test_guild` alone, with the other sets emptied.

    What Discord refuses is reported, with the field that it names; then what was registered before stays.
    Where it does not answer, the bot starts without, and asks again later.
    """

    def __init__(self, bot: LongtableBot, test_guild: int | None) -> None:
        self._bot = bot
        self._test_guild = test_guild
        self._attempts = 0
        self._retry_at: datetime | None = None
        bot.jobs.append(Job(self.register, (self._is_due,), (self._next_due_at,)))

    def _is_due(self, tx: Transaction) -> bool:
        return self._retry_at is not None and self._retry_at <= tx.now

    def _next_due_at(self, tx: Transaction) -> datetime | None:
        return self._retry_at

    async def register(self) -> None:
        """Registers the commands, or notes when to try again."""
        self._attempts += 1
        self._retry_at = None
        async with self._bot.reporter.reporting("registering the commands"):
            try:
                async with asyncio.timeout(_TIME_LIMIT_S):
                    await self._register_all()
            except UNREACHABLE as error:
                if find_obstacle(error) is not Obstacle.NO_ANSWER:
                    raise
                self._retry_at = clock.now() + retry_delay(self._attempts)
                log.warning("Discord does not answer, the commands are registered later: %s", error)

    async def _register_all(self) -> None:
        if self._test_guild is None:
            await _register_everywhere(self._bot)
        else:
            await _register_in(self._bot, discord.Object(self._test_guild))


async def _register_everywhere(bot: LongtableBot) -> None:
    if await _register(bot, None):
        await _empty_servers(bot, kept=None)


async def _register_in(bot: LongtableBot, guild: discord.Object) -> None:
    await bot.write(command_guilds.note, guild.id)  # first: whoever dies after the request knows where
    bot.tree.copy_global_to(guild=guild)
    if await _register(bot, guild):
        assert bot.application_id is not None
        await bot.http.bulk_upsert_global_commands(bot.application_id, [])
        await _empty_servers(bot, kept=guild.id)


async def _register(bot: LongtableBot, guild: discord.Object | None) -> bool:
    """Returns whether Discord has taken the commands, for the server or for all.

    Raises discord.HTTPException and connection errors where it does not answer.
    """
    try:
        await bot.tree.sync(guild=guild)
    except discord.HTTPException as error:
        if find_obstacle(error) is Obstacle.NO_ANSWER:
            raise
        bot.refused_commands = str(error)
        where = "everywhere" if guild is None else f"in server {guild.id}, the test_guild"
        await bot.reporter.report(error, f"registering the commands {where}")
        return False
    return True


async def _empty_servers(bot: LongtableBot, kept: int | None) -> None:
    """Takes the commands of their own away from servers in which an earlier start has registered them."""
    for guild_id in await bot.read(command_guilds.list_all):
        if guild_id == kept:
            continue
        async with bot.reporter.reporting(f"taking the commands of server {guild_id} away"):
            with suppress(discord.Forbidden, discord.NotFound):  # the bot has left, and with it they are gone
                await bot.tree.sync(guild=discord.Object(guild_id))
            await bot.write(command_guilds.forget, guild_id)
