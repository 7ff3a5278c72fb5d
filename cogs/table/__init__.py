"""The table: one private page for each member, the front desk that leads to it, and the greeting."""

from cogs.bot import LongtableBot
from cogs.custom_ids import FRONT_DESK_FORM
from cogs.table.desk_form import OfferDesk, take_desk_form
from cogs.table.front_desk import FrontDesks
from cogs.table.greeting import Greeting
from cogs.table.page import MyTable, TableCommand
from services.jobs import Job
from services.table import posting, syncing


async def setup(bot: LongtableBot) -> None:
    desks = FrontDesks(bot)
    for cog in (TableCommand(bot), desks, Greeting(bot)):
        await bot.add_cog(cog)
    bot.add_dynamic_items(MyTable, OfferDesk)
    bot.modal_handlers[FRONT_DESK_FORM] = take_desk_form
    bot.jobs.append(Job(desks.tick, (posting.is_due, syncing.is_due)))
