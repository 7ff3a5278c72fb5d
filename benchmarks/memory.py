"""Memory for 1,000 guilds of 100 members, against bare discord.py; each in a process of its own."""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import subprocess
import sys
from pathlib import Path

import discord
from discord.ext import commands

from benchmarks.measuring import fill_cache, report

_GUILDS, _MEMBERS = 1_000, 100


async def run() -> None:
    """Prints the memory of both, and of ours without any guild."""
    ours, default, bare, empty = (measure_mib(kind) for kind in ("ours", "default", "bare", "empty"))
    report("Longtable", ours, "MiB", "discord.py with its defaults", default)
    report("Longtable", ours, "MiB", "discord.py with caches off", bare)
    print(f"  {'Longtable before it joins any guild':<46}{empty:>12,.1f} MiB")


def measure_mib(kind: str, guilds: int = _GUILDS) -> float:
    """Returns the resident memory, in MiB, of a process of its own with `guilds` guilds.

    Its modules are compiled already.
    """
    code = f"from benchmarks.memory import fill; fill({kind!r}, {guilds})"
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    for _ in range(2):  # the first compiles
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
        )
    return float(done.stdout)


def fill(kind: str, guilds: int) -> None:
    """Prints this process's resident memory in MiB with the guilds in the bot's cache."""
    asyncio.run(_fill(kind, guilds))


def _resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


async def _fill(kind: str, guilds: int) -> None:
    if kind in {"ours", "empty"}:
        from benchmarks.community import open_bot

        async with open_bot() as bot:
            _measure(bot, guilds if kind == "ours" else 0)
        return
    if kind == "default":
        intents = discord.Intents.default()
        intents.members = True
        bare = commands.Bot("!", intents=intents)
    else:
        bare = commands.Bot(
            "!",
            intents=discord.Intents.default(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
    await bare._async_setup_hook()
    _measure(bare, guilds)


def _measure(bot: discord.Client, guilds: int) -> None:
    fill_cache(bot, guilds, _MEMBERS)
    gc.collect()
    print(_resident_mib())
