"""One run of the bot: its log, its signals, and what is said where it ends."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress

import aiohttp
import discord

import clock
from app import Longtable
from config import Config, ConfigError
from db.engine import DatabaseError
from db.shards import Shard
from ops.invalid_requests import InvalidRequestLimitError, InvalidRequests
from ops.logs import JsonFormatter

log = logging.getLogger("longtable")


def run(config: Config) -> int:
    """Run the bot until it is told to end.

    0 then, 1 where Discord cannot be had, 3 where Discord said no to everything.
    """
    token = config.discord.token
    if not token:
        raise ConfigError(["no token: set DISCORD_TOKEN, DISCORD_TOKEN_FILE or discord.token"])
    _set_up_log(config)
    try:
        asyncio.run(_connect(config, token))
    except InvalidRequestLimitError as error:
        print(error, file=sys.stderr)
        return 3
    except discord.PrivilegedIntentsRequired:
        print(
            "Longtable cannot start: members_intent is true, but the Server Members intent is",
            file=sys.stderr,
        )
        print("switched off in the developer portal. Switch it on there, or off here.", file=sys.stderr)
        return 1
    except discord.LoginFailure as error:
        print(f"Longtable cannot start: {error}", file=sys.stderr)
        return 1
    except (OSError, aiohttp.ClientError, discord.HTTPException) as error:
        print(f"Longtable cannot start: Discord cannot be reached: {error}", file=sys.stderr)
        return 1
    return 0


def _set_up_log(config: Config) -> None:
    level = logging.getLevelNamesMapping()[config.log.level.upper()]
    if config.log.format == "json":
        discord.utils.setup_logging(handler=logging.StreamHandler(), formatter=JsonFormatter(), level=level)
    else:
        discord.utils.setup_logging(level=level)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it has a line for every tick
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # and one for a step that goes on


async def _connect(config: Config, token: str) -> None:
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it makes no sound
    discord.http.Route.BASE = config.discord.api_url
    refusals = InvalidRequests(clock.now)
    shards = [Longtable(config, Shard(*one), refusals) for one in config.discord.shards]
    working = asyncio.create_task(_work(shards, token))
    for bot in shards:
        bot.database.give_up = working.cancel
    refusals.give_up = working.cancel
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, working.cancel)
    with suppress(asyncio.CancelledError):
        await working
    if refusals.has_given_up:
        raise InvalidRequestLimitError
    if any(bot.database.is_taken_over for bot in shards):
        raise DatabaseError("another process has taken over.")
    log.info("stopped")


async def _work(shards: Sequence[Longtable], token: str) -> None:
    """Run all of them until one cannot go on, or the task is cancelled; then all have ended."""
    await shards[0].gazetteer.prepare()
    gc.freeze()  # what is loaded by now stays: to look it through again and again is a tenth of the work
    async with AsyncExitStack() as stack:
        for bot in shards:
            await stack.enter_async_context(bot)
        working = [asyncio.create_task(bot.start(token)) for bot in shards]
        try:
            await asyncio.gather(*working)
        finally:
            await asyncio.gather(*(bot.close() for bot in shards))
            for task in working:
                task.cancel()
            await asyncio.wait(working)
