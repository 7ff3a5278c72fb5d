"""The two ways to see the bot at work without Discord: a page to try it on, and a story to read."""

from __future__ import annotations

import asyncio
import signal
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import clock
from demo.community import HISTORY, Community
from demo.page import Page
from demo.story import play
from demo.world import open_world

_SEED = 7


async def serve_page(port: int) -> int:
    """Serves the page until Ctrl-C and leaves nothing behind; returns 0, or 1 where the port is taken."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    today = clock.now()
    print("Waking up a small community, with five weeks of its past ...", flush=True)
    with tempfile.TemporaryDirectory(prefix="longtable-demo-") as folder:
        async with open_world(Path(folder), today - HISTORY) as world:
            await world.bot.gazetteer.prepare()
            with world.env.time_context():
                return await _serve(Community(world, _SEED), today, port, stopped)


async def _serve(community: Community, today: datetime, port: int, stopped: asyncio.Event) -> int:
    await community.populate()
    await community.live(until=today)
    await community.world.warm_up()
    page = Page(community)
    try:
        await page.start(port)
    except OSError as error:
        print(f"Port {port} is taken ({error.strerror}). Try: ./dev demo --port {port + 1}")
        return 1
    try:
        print(f"\n  Open  http://127.0.0.1:{port}/  and press Ctrl-C here to end.\n", flush=True)
        await stopped.wait()
    finally:
        await page.stop()
    print("Gone, without a trace.")
    return 0


async def play_story() -> int:
    """Plays the story in the terminal; returns 0 if everything happened as it should, else 1."""
    with tempfile.TemporaryDirectory(prefix="longtable-story-") as folder:
        failures = await play(Path(folder), sys.stdout)
    print(f"{len(failures)} step(s) went wrong." if failures else "Everything happened as it should.")
    return 1 if failures else 0
