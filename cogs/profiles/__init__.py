"""Profiles: what members say about themselves."""

from cogs.bot import LongtableBot
from cogs.custom_ids import BASICS_FORM, INTERESTS_FORM
from cogs.profiles.commands import ProfileCommands
from cogs.profiles.modal_answers import STALE_PROFILE, More, StillRight, take_basics, take_interests


async def setup(bot: LongtableBot) -> None:
    await bot.add_cog(ProfileCommands(bot))
    bot.add_dynamic_items(More, StillRight)
    bot.modal_handlers |= {BASICS_FORM: take_basics, INTERESTS_FORM: take_interests}
    bot.hints.append(STALE_PROFILE)
