"""What is due about meetups, in the order in which it has to be done."""

from __future__ import annotations

from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.meetups.announcer import Announcer
from cogs.meetups.attendance import VoiceWatch
from cogs.meetups.facilitator import Facilitator


class DueWork(commands.Cog):
    """Leads through sessions, then posts; what changes a session has it done at once."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    async def do_due(self) -> None:
        """Does first what happens in sessions, then posts: a date may just have been skipped.

        Who is there is seen before a date ends, and as soon as one has begun.
        """
        watch = self.bot.cog(VoiceWatch)
        await watch.tick()
        if await self.bot.cog(Facilitator).tick():
            await watch.tick(at_once=True)
        await self.bot.cog(Announcer).tick()
