"""One run of the bot: its log, its signals, and its exit status."""

from __future__ import annotations

import asyncio
import gc
import logging
import sys
from collections.abc import Sequence

import aiohttp
import discord

import clock
from app import Longtable
from cogs.admission import explain_exclusion
from cogs.line import Line
from config import Config, ConfigError
from db.engine import DatabaseError
from db.shards import Shard
from ops.checking import list_misplaced
from ops.ending import Ending
from ops.exit_status import ExitStatus
from ops.invalid_requests import InvalidRequestLimitError, InvalidRequests
from ops.logs import JsonFormatter

log = logging.getLogger("longtable")

_LAST_S = 1.0  # for what is being begun, when the process is told to end


def run(config: Config, ending: Ending) -> int:
    """Runs the bot until it is told to end.

    Returns the exit status, one of ExitStatus. Raises ConfigError without a token, and DatabaseError where
    the database cannot be used.
    """
    token = config.discord.token
    if not token:
        raise ConfigError(["no token: set DISCORD_TOKEN, DISCORD_TOKEN_FILE or discord.token"])
    if misplaced := list_misplaced(config):  # before Discord is asked: it will be so at every start
        raise DatabaseError("\n".join(misplaced))
    _set_up_log(config)
    try:
        asyncio.run(_connect(config, token, ending))
    except InvalidRequestLimitError as error:
        print(error, file=sys.stderr)
        return ExitStatus.TOO_MANY_REFUSALS
    except (OSError, aiohttp.ClientError, discord.DiscordException) as error:
        if (why := explain_exclusion(error)) is not None:
            print(f"Longtable cannot run: {why}", file=sys.stderr)
            return ExitStatus.NOT_LET_IN
        print(f"Longtable cannot start: Discord cannot be reached: {error}", file=sys.stderr)
        return ExitStatus.FAILED
    finally:
        ending.finish()
    return ExitStatus.WELL


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


async def _connect(config: Config, token: str, ending: Ending) -> None:
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = (
        False  # the bot never speaks in voice channels
    )
    discord.http.Route.BASE = config.discord.api_url
    invalid_requests = InvalidRequests(clock.now)
    line = Line(clock.now)
    logging.getLogger("discord.client").addFilter(line.takes)
    shards = [Longtable(config, Shard(*shard), invalid_requests, line) for shard in config.discord.shards]
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    ending.bring_about_with(lambda: loop.call_soon_threadsafe(told.set))
    invalid_requests.give_up = told.set
    for bot in shards:
        bot.database.give_up = told.set
    await _run_until(told, shards, token, ending)
    if invalid_requests.has_given_up:
        raise InvalidRequestLimitError
    if any(bot.database.is_taken_over for bot in shards):
        raise DatabaseError("another process has taken over.")
    log.info("stopped")


async def _run_until(told: asyncio.Event, shards: Sequence[Longtable], token: str, ending: Ending) -> None:
    """Runs all shards until one ends or the process is told to; returns when all have ended.

    Raises what has ended a shard. To be told again cancels nothing: what is put away here would not be.
    """
    working, waiting = asyncio.create_task(_work(shards, token)), asyncio.create_task(told.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    ending.begin()
    for task in (working, waiting):
        task.cancel()
    # First whoever is opening something: it is closed once, and by nobody else meanwhile.
    await asyncio.wait({working}, timeout=_LAST_S)
    await asyncio.gather(*(bot.close() for bot in shards))
    await asyncio.wait({working})
    if not working.cancelled():
        working.result()


async def _work(shards: Sequence[Longtable], token: str) -> None:
    """Runs all shards until one ends or this is cancelled."""
    await shards[0].gazetteer.prepare()
    gc.freeze()  # what is loaded by now stays; scanning it again and again took a tenth of the CPU time
    tasks = [asyncio.create_task(bot.start(token)) for bot in shards]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
