"""Venues: the book of public places to work together in."""

from cogs.bot import LongtableBot
from cogs.custom_ids import VENUE_FORM
from cogs.venues import adding, page
from cogs.venues.commands import VenueCommands


async def setup(bot: LongtableBot) -> None:
    await bot.add_cog(VenueCommands(bot))
    bot.add_dynamic_items(*page.ITEMS, adding.PickVenueCity)
    bot.modal_handlers[VENUE_FORM] = page.take_form
