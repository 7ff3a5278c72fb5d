"""The registration of the commands with Discord: each is there once, and a refusal stops nobody.

Discord keeps global commands and those of each server side by side, and shows both, until a set is emptied.
"""

from __future__ import annotations

from contextlib import suppress

import discord

from cogs.bot import LongtableBot
from cogs.discord_errors import find_obstacle
from domain.obstacles import Obstacle
from services import command_guilds


async def register_commands(bot: LongtableBot, test_guild: int | None) -> None:
    """Registers all commands everywhere, or in `test_guild` alone, and empties the other sets.

    What Discord refuses is reported, with the field that it names; then what was registered before stays.
    Raises discord.HTTPException and connection errors where Discord does not answer.
    """
    if test_guild is None:
        await _register_everywhere(bot)
    else:
        await _register_in(bot, discord.Object(test_guild))


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
    """Returns whether Discord has taken the commands, for the server or for all."""
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
