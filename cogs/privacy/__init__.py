"""Privacy: members' own data, and what becomes of it when they leave."""

from cogs.bot import LongtableBot
from cogs.privacy.commands import Erase, PrivacyCommands
from cogs.privacy.leavers import Leavers
from cogs.privacy.retention import RetentionSweeper


async def setup(bot: LongtableBot) -> None:
    for cog in (PrivacyCommands(bot), RetentionSweeper(bot), Leavers(bot)):
        await bot.add_cog(cog)
    bot.add_dynamic_items(Erase)
