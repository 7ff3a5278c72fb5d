"""Servers: their settings, what keeps the bot from its work there, and whether it is still in them."""

from cogs.bot import LongtableBot
from cogs.custom_ids import SETTINGS, SETUP_FORM
from cogs.guilds import settings_page
from cogs.guilds.commands import OrganiserCommands
from cogs.guilds.guided_setup import ConfirmSetup, take_setup_form
from cogs.guilds.hindrances import Hindrances
from cogs.guilds.notices import NOTICES
from cogs.guilds.presence import Presence


async def setup(bot: LongtableBot) -> None:
    for cog in (OrganiserCommands(bot), Presence(bot), Hindrances(bot)):
        await bot.add_cog(cog)
    bot.add_dynamic_items(ConfirmSetup, *settings_page.ITEMS)
    bot.modal_handlers |= {SETUP_FORM: take_setup_form, SETTINGS: settings_page.take_form}
    bot.hints.append(NOTICES)
