"""One run of the bot: its log, its signals, and its exit status."""

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
    """Runs the bot until it is told to end.

    Returns the exit status: 0 then, 1 where Discord cannot be reached or lets the bot not in, 3 where Discord
    rejected too many requests. Raises ConfigError without a token, and DatabaseError where the database
    cannot be used.
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
    # What they say at debug level is every event and request in full: who pressed what, and who shared what.
    logging.getLogger("discord").setLevel(max(level, logging.INFO))
    logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it logs every tick
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)  # and every job that is still running


async def _connect(config: Config, token: str) -> None:
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = (
        False  # the bot never speaks in voice channels
    )
    discord.http.Route.BASE = config.discord.api_url
    invalid_requests = InvalidRequests(clock.now)
    shards = [Longtable(config, Shard(*shard), invalid_requests) for shard in config.discord.shards]
    running = asyncio.create_task(_run_all(shards, token))
    for bot in shards:
        bot.database.give_up = running.cancel
    invalid_requests.give_up = running.cancel
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_, running.cancel)
    with suppress(asyncio.CancelledError):
        await running
    if invalid_requests.has_given_up:
        raise InvalidRequestLimitError
    if any(bot.database.is_taken_over for bot in shards):
        raise DatabaseError("another process has taken over.")
    log.info("stopped")


async def _run_all(shards: Sequence[Longtable], token: str) -> None:
    """Runs all shards until one ends or the task is cancelled; returns when all have ended."""
    await shards[0].gazetteer.prepare()
    gc.freeze()  # what is loaded by now stays; scanning it again and again took a tenth of the CPU time
    async with AsyncExitStack() as stack:
        for bot in shards:
            await stack.enter_async_context(bot)
        tasks = [asyncio.create_task(bot.start(token)) for bot in shards]
        try:
            await asyncio.gather(*tasks)
        finally:
            await asyncio.gather(*(bot.close() for bot in shards))
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
