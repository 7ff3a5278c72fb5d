"""A command that writes, from the gateway's frame to its answer, against bots that do less.

The yardsticks are a bare discord.py bot that says “ok”, and one that keeps a row on the disk before it does.
All parse the same kind of frame, and post their answer to another process, which takes it at once; and once
more as far as the request alone.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from statistics import quantiles
from typing import Any

import aiosqlite
import discord
from aiohttp import web
from discord import app_commands
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter

from benchmarks.community import announce, open_bot
from benchmarks.measuring import BOT_ID, CHANNEL_ID, GUILD_ID, fill_cache, member_data, report
from db.connection import Connection

_COUNT, _WARM_UP = 2_000, 200
_PEOPLE = 100
_MESSAGE_ID = 77
_ID = 10**18
Options = Sequence[dict[str, Any]]


def _frame(number: int, name: str, options: Options = ()) -> dict[str, Any]:
    """Returns an interaction as the gateway sends it."""
    return {
        "id": str(_ID + number),
        "application_id": str(BOT_ID),
        "type": 2,
        "token": f"token{number}",
        "version": 1,
        "guild_id": str(GUILD_ID),
        "channel_id": str(CHANNEL_ID),
        "channel": {"id": str(CHANNEL_ID), "type": 0, "name": "meetups", "permissions": str(2**40)},
        "member": member_data(60_000 + number % _PEOPLE) | {"permissions": str(2**40 - 1)},
        "locale": "en-US",
        "guild_locale": "en-US",
        "app_permissions": str(2**40 - 1),
        "entitlements": [],
        "attachment_size_limit": 10**7,
        "authorizing_integration_owners": {},
        "context": 0,
        "data": {"id": "1", "name": name, "type": 1, "options": list(options)},
    }


_TAKEN = {"interaction": {"id": str(_ID), "type": 2}}


def _take_answers(pipe: Pipe) -> None:
    """Stands for Discord, as far as answers go, in another process; tells its port first."""

    async def take(_: web.Request) -> web.Response:
        return web.Response(body=json.dumps(_TAKEN).encode(), headers={"Content-Type": "application/json"})

    async def serve() -> None:
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        pipe.send(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(serve())


@asynccontextmanager
async def _discord(*bots: discord.Client) -> AsyncIterator[None]:
    """Sends the answers of these bots to a process of their own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_take_answers, args=(theirs,), daemon=True)
    process.start()
    base, Route.BASE = Route.BASE, f"http://127.0.0.1:{await asyncio.to_thread(ours.recv)}"
    try:
        for bot in bots:
            await bot.http.static_login("token")
        yield
    finally:
        Route.BASE = base
        for bot in bots:
            await bot.http.close()
        process.terminate()


@asynccontextmanager
async def _answered(*, is_sent: bool) -> AsyncIterator[asyncio.Queue[None]]:
    """Yields a queue into which each answer that was taken is put.

    Unless `is_sent`, it is taken before it is a request.
    """
    taken: asyncio.Queue[None] = asyncio.Queue()
    plain = AsyncWebhookAdapter.request

    async def request(adapter: AsyncWebhookAdapter, *args: Any, **kwargs: Any) -> Any:
        answer = await plain(adapter, *args, **kwargs) if is_sent else _TAKEN
        taken.put_nowait(None)
        return answer

    AsyncWebhookAdapter.request = request  # type: ignore[method-assign, assignment]
    try:
        yield taken
    finally:
        AsyncWebhookAdapter.request = plain  # type: ignore[method-assign]


async def _measure(
    bot: discord.Client, make: Callable[[int], dict[str, Any]], *, is_sent: bool
) -> tuple[float, list[float]]:
    """Returns milliseconds of all cores a command, and the hundredths of the time until the answer."""
    waits: list[float] = []
    async with _answered(is_sent=is_sent) as taken:
        for number in range(_COUNT + _WARM_UP):
            if number == _WARM_UP:
                waits, busy = [], time.process_time()
            frame, began = make(number), time.perf_counter()
            bot._connection.parse_interaction_create(frame)  # type: ignore[arg-type]
            await taken.get()
            waits.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0)
    return (time.process_time() - busy) * 1000 / _COUNT, quantiles(waits, n=100)


@asynccontextmanager
async def _open_bare() -> AsyncIterator[discord.Client]:
    """Yields a bot with two commands: one answers at once, the other keeps a row before it does."""
    bare = discord.Client(intents=discord.Intents.none())
    tree = app_commands.CommandTree(bare)
    with tempfile.TemporaryDirectory(prefix="longtable-bench-") as folder:
        async with aiosqlite.connect(Path(folder) / "bare.db") as rows:

            @tree.command(name="ok", description="Says ok")
            async def ok(interaction: discord.Interaction) -> None:
                await interaction.response.send_message("ok", ephemeral=True)

            @tree.command(name="keep", description="Keeps a row")
            async def keep(interaction: discord.Interaction) -> None:
                await rows.execute("INSERT INTO answers VALUES (?)", (interaction.user.id,))
                await rows.commit()
                await interaction.response.send_message("ok", ephemeral=True)

            for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL"):
                await rows.execute(statement)
            await rows.execute("CREATE TABLE answers (user_id INTEGER)")
            await bare._async_setup_hook()
            fill_cache(bare)
            yield bare


async def run() -> None:
    """Prints processor time and waiting of both."""
    async with open_bot() as bot, _open_bare() as bare, _discord(bare, bot):
        await bot.write(announce, _MESSAGE_ID)
        ref = await bot.database.read(_find_ref)

        def rsvp(number: int) -> dict[str, Any]:
            answer = "going" if number // _PEOPLE % 2 else "no"
            picked = [
                {"type": 3, "name": "meetup", "value": ref},
                {"type": 3, "name": "answer", "value": answer},
            ]
            return _frame(number, "meetup", [{"type": 1, "name": "rsvp", "options": picked}])

        for is_sent, how in ((True, ""), (False, ", before the request")):
            ours_ms, ours = await _measure(bot, rsvp, is_sent=is_sent)
            for name, which in (("ok", "a bare bot that says ok"), ("keep", "one that keeps a row first")):
                yard_ms, yard = await _measure(bare, partial(_frame, name=name), is_sent=is_sent)
                report(f"processor time{how}", ours_ms, "ms", which, yard_ms)
                report(f"half are answered{how}", ours[49], "ms", which, yard[49])
                report(f"99 of 100 are answered{how}", ours[98], "ms", which, yard[98])
        assert await bot.database.read(_count_answers) == _PEOPLE


def _find_ref(connection: Connection) -> str:
    row = connection.execute("SELECT meetup_id, on_date FROM meetup_dates").fetchone()
    return f"{row['meetup_id']}:{row['on_date']}"


def _count_answers(connection: Connection) -> int:
    number: int = connection.execute("SELECT count(*) FROM rsvps").fetchone()[0]
    return number
