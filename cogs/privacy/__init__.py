"""Privacy: one's own data, and what becomes of the data of whoever leaves."""

from cogs.bot import LongtableBot
from cogs.privacy.commands import Erase, PrivacyCommands
from cogs.privacy.forgetter import Forgetter
from cogs.privacy.leavers import Leavers


async def setup(bot: LongtableBot) -> None:
    for cog in (PrivacyCommands(bot), Forgetter(bot), Leavers(bot)):
        await bot.add_cog(cog)
    bot.add_dynamic_items(Erase)
