"""The order in which what is due about meetups is done."""

from __future__ import annotations

from discord.ext import commands

from cogs.bot import LongtableBot
from cogs.meetups.announcer import Announcer
from cogs.meetups.attendance import VoiceWatch
from cogs.meetups.facilitator import Facilitator


class DueWork(commands.Cog):
    """The cog that runs attendance, facilitation and announcements one after another."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot

    async def do_due(self) -> None:
        """Does what is due in sessions, then posts, since a date may just have been skipped.

        Attendance is noted before a date ends, and again as soon as one has begun.
        """
        watch = self.bot.cog(VoiceWatch)
        await watch.tick()
        if await self.bot.cog(Facilitator).tick():
            await watch.tick(at_once=True)
        await self.bot.cog(Announcer).tick()
