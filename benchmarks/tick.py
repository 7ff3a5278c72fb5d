"""A tick with 10,000 due pings: claims a second, and sends a second with a Discord that answers at once.

The yardstick sends the same cards through bare discord.py, as many at a time, and keeps no record.
"""

from __future__ import annotations

import asyncio
import logging

import discord

from benchmarks.community import insert_meetups, open_bot, tomorrow
from benchmarks.measuring import CHANNEL_ID, report, timed
from cogs.meetups.announcer import Announcer
from cogs.ui.meetups import cards as ui
from services.meetups import announcing

_COUNT = 10_000
_AT_ONCE = 40
_LEADS = (24 * 60 * 3,)


async def run() -> None:
    """Prints claiming alone, then the whole tick."""
    logging.getLogger("cogs").setLevel(logging.ERROR)
    async with open_bot() as bot:
        await bot.write(insert_meetups, _COUNT, tomorrow(), _LEADS)
        claimed = []
        with timed() as stretch:
            while batch := await bot.write(announcing.claim_due, _AT_ONCE):
                claimed += batch
        assert len(claimed) == _COUNT
        print(f"  {'claims, 40 a transaction':<46}{_COUNT / stretch.seconds:>12,.1f} /s")
        channel = bot.get_channel(CHANNEL_ID)
        assert isinstance(channel, discord.TextChannel)
        with timed() as stretch:
            for start in range(0, _COUNT, _AT_ONCE):
                cards = [ui.card(one.session) for one in claimed[start : start + _AT_ONCE]]
                await asyncio.gather(*(channel.send("Who's coming?", embed=card) for card in cards))
        yard = _COUNT / stretch.seconds
    async with open_bot() as bot:
        await bot.write(insert_meetups, _COUNT, tomorrow(), _LEADS)
        with timed() as stretch:
            await bot.cog(Announcer).tick()
        sent = _COUNT / stretch.seconds
    report("announcements, with thread and reactions", sent, "/s", "bare channel.send of the cards", yard)
