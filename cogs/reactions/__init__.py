"""Reactions: their events, and the reconciling of messages, for every feature that has reaction polls.

It is loaded after these features.
"""

from cogs.bot import LongtableBot
from cogs.reactions.erased_reactions import ErasedReactions
from cogs.reactions.listener import ReactionListener
from cogs.reactions.reconciler import Reconciler
from services import erased_reactions
from services.jobs import Job


async def setup(bot: LongtableBot) -> None:
    reconciler = Reconciler(bot)
    await bot.add_cog(reconciler)
    await bot.add_cog(ReactionListener(bot))
    erased = ErasedReactions(bot)
    await bot.add_cog(erased)
    bot.jobs += [Job(reconciler.tick), Job(erased.tick, (erased_reactions.is_due,))]
