"""From the start of the process to ready, with 1,000 guilds and 10,000 open cards, against bare discord.py.

The yardstick is a discord.py bot with the same intents and no caches, that does nothing once it is ready.
After that the bot reads its cards again, the nearest first, while people are answered.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import clock
from benchmarks.measuring import report, resident_mib
from db.connection import Connection
from db.database import Database
from tests.discord_server.process import ROOT, lend_cities
from tests.discord_server.town import Town, open_town
from tests.sockets.rush import Card, plan_date, settle_cards

_CARDS, _PER_GUILD = 10_000, 10
_WATCHED_S = 60
_BARE = """
import asyncio, sys, discord, yarl

class Bare(discord.Client):
    async def setup_hook(self):
        found = await self.http.request(discord.http.Route("GET", "/gateway"))
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(found["url"])

    async def on_ready(self):
        print("ready", flush=True)
        await asyncio.sleep(3600)

discord.http.Route.BASE = sys.argv[1]
intents = discord.Intents(
    guilds=True, guild_messages=True, guild_reactions=True, guild_scheduled_events=True, voice_states=True
)
nothing = discord.MemberCacheFlags.none()
bare = Bare(intents=intents, max_messages=None, member_cache_flags=nothing, chunk_guilds_at_startup=False)
asyncio.run(bare.start("a.b.c"))
"""


async def run() -> None:
    """Prints how long both take, what they then have in memory, and how long the cards take."""
    with tempfile.TemporaryDirectory(prefix="longtable-start-") as name:
        await lend_cities(Path(name))
        async with open_town(Path(name)) as town:
            cards = settle_cards(town, _CARDS, _PER_GUILD)
            database = Database(town.bot.url)
            await database.open()
            await database.write(_plan, cards, clock.now())
            await database.close()
            bare_s, bare_mib = await _start_bare(town)
            await _start(town, cards, bare_s, bare_mib)


def _plan(connection: Connection, cards: list[Card], now: datetime) -> None:
    random = Random(1)
    for number, card in enumerate(cards):
        starts_at = now + timedelta(days=1, minutes=number)
        plan_date(connection, card, f"Meetup {number}", starts_at, now, random)


async def _start_bare(town: Town) -> tuple[float, float]:
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _BARE, town.server.address, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    await process.stdout.readline()
    seconds, mib = time.monotonic() - began, resident_mib(process.pid)
    process.kill()
    await process.wait()
    town.server.gateway.sessions.clear()
    return seconds, mib


async def _start(town: Town, cards: list[Card], bare_s: float, bare_mib: float) -> None:
    read: list[int] = []
    order = {card.message_id: number for number, card in enumerate(cards)}

    async def note(when: str, method: str, path: str) -> None:
        message_id = path.rpartition("/")[2]
        if (when, method) == ("after", "GET") and message_id.isdigit() and int(message_id) in order:
            read.append(order[int(message_id)])

    town.server.watch = note
    began = time.monotonic()
    await town.start()
    ready_s = time.monotonic() - began
    await town.slash("alice", "meetup list")
    answered_s, mib = time.monotonic() - began, resident_mib(town.bot.pid)
    report("ready", ready_s, "s", "bare discord.py, no caches", bare_s)
    report("a member is answered", answered_s, "s", "bare discord.py, ready", bare_s)
    report("memory then", mib, "MiB", "bare discord.py, no caches", bare_mib)
    await asyncio.sleep(_WATCHED_S)
    rate = len(read) / (time.monotonic() - began)
    print(f"  {'cards read again a second, each 4 requests':<46}{rate:>12,.1f}")
    overtaken = sum(before > after for before, after in pairwise(read))
    print(f"  {'cards read before a nearer one':<46}{overtaken:>12,}")
