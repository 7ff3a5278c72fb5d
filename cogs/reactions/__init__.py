"""Reactions: raw events and reading messages again, for every feature that has reaction polls.

Loaded after these.
"""

from cogs.bot import LongtableBot
from cogs.reactions.listener import ReactionListener
from cogs.reactions.reconciler import Reconciler
from services.jobs import Job


async def setup(bot: LongtableBot) -> None:
    rereader = Reconciler(bot)
    await bot.add_cog(rereader)
    await bot.add_cog(ReactionListener(bot))
    bot.jobs.append(Job(rereader.tick))
