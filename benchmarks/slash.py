"""A command that writes, from the gateway's frame to its answer, against a bot that only answers.

The yardstick is a bare discord.py bot that says “ok”. Both parse the same kind of frame, and Discord takes
the answer at once.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from statistics import quantiles
from typing import Any

import discord
from discord import app_commands
from discord.webhook.async_ import AsyncWebhookAdapter

from benchmarks.community import announce, open_bot
from benchmarks.measuring import BOT_ID, CHANNEL_ID, GUILD_ID, member_data, move_in, report
from db.connection import Connection

_COUNT, _WARM_UP = 2_000, 200
_PEOPLE = 100
_MESSAGE_ID = 77
_ID = 10**18
Options = list[dict[str, Any]]


def _frame(number: int, name: str, options: Options) -> dict[str, Any]:
    """An interaction as the gateway sends it."""
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
        "data": {"id": "1", "name": name, "type": 1, "options": options},
    }


@asynccontextmanager
async def _answered() -> AsyncIterator[asyncio.Queue[None]]:
    """Discord takes every answer at once; each is put here."""
    taken: asyncio.Queue[None] = asyncio.Queue()
    plain = AsyncWebhookAdapter.request

    async def request(_: AsyncWebhookAdapter, route: Any, *__: Any, **___: Any) -> Any:
        taken.put_nowait(None)
        return {"interaction": {"id": str(_ID), "type": 2}}

    AsyncWebhookAdapter.request = request  # type: ignore[method-assign, assignment]
    try:
        yield taken
    finally:
        AsyncWebhookAdapter.request = plain  # type: ignore[method-assign]


async def _measure(bot: discord.Client, make: Callable[[int], dict[str, Any]]) -> tuple[float, list[float]]:
    """Milliseconds of all cores a command, and the hundredths of the time until the answer."""
    waits: list[float] = []
    async with _answered() as taken:
        for number in range(_COUNT + _WARM_UP):
            if number == _WARM_UP:
                waits, busy = [], time.process_time()
            frame, began = make(number), time.perf_counter()
            bot._connection.parse_interaction_create(frame)  # type: ignore[arg-type]
            await taken.get()
            waits.append((time.perf_counter() - began) * 1000)
        await asyncio.sleep(0)
    return (time.process_time() - busy) * 1000 / _COUNT, quantiles(waits, n=100)


async def run() -> None:
    """Print processor time and waiting of both."""
    bare = discord.Client(intents=discord.Intents.none())
    tree = app_commands.CommandTree(bare)

    @tree.command(name="ok", description="Says ok")
    async def ok(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("ok", ephemeral=True)

    await bare._async_setup_hook()
    move_in(bare)
    yard_ms, yard_waits = await _measure(bare, lambda number: _frame(number, "ok", []))
    async with open_bot() as bot:
        await bot.database.write(announce, _MESSAGE_ID)
        ref = await bot.database.read(_find_ref)

        def rsvp(number: int) -> dict[str, Any]:
            answer = "going" if number // _PEOPLE % 2 else "no"
            picked = [
                {"type": 3, "name": "meetup", "value": ref},
                {"type": 3, "name": "answer", "value": answer},
            ]
            return _frame(number, "meetup", [{"type": 1, "name": "rsvp", "options": picked}])

        ours_ms, waits = await _measure(bot, rsvp)
        assert await bot.database.read(_count_answers) == _PEOPLE
    report("processor time, /meetup rsvp", ours_ms, "ms", "a bare bot that says ok", yard_ms)
    report("until it is answered, median", waits[49], "ms", "the same", yard_waits[49])
    report("until it is answered, slowest of a hundred", waits[98], "ms", "the same", yard_waits[98])


def _find_ref(connection: Connection) -> str:
    row = connection.execute("SELECT meetup_id, on_date FROM meetup_dates").fetchone()
    return f"{row['meetup_id']}:{row['on_date']}"


def _count_answers(connection: Connection) -> int:
    number: int = connection.execute("SELECT count(*) FROM rsvps").fetchone()[0]
    return number
