"""Reactions: their events, and the reconciling of messages, for every feature that has reaction polls.

It is loaded after these features.
"""

from cogs.bot import LongtableBot
from cogs.reactions.listener import ReactionListener
from cogs.reactions.reconciler import Reconciler
from services.jobs import Job


async def setup(bot: LongtableBot) -> None:
    reconciler = Reconciler(bot)
    await bot.add_cog(reconciler)
    await bot.add_cog(ReactionListener(bot))
    bot.jobs.append(Job(reconciler.tick))
