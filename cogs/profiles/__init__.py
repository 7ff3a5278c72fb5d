"""Profiles: what members say about themselves."""

from cogs.bot import LongtableBot
from cogs.custom_ids import BASICS_FORM, CITY_FORM, INTERESTS_FORM, PAUSE_FORM, REMINDERS_FORM, ZONE_FORM
from cogs.profiles import city, page, reminders
from cogs.profiles.commands import ProfileCommands
from cogs.profiles.modal_answers import BUTTONS, STALE_PROFILE, take_basics, take_interests


async def setup(bot: LongtableBot) -> None:
    await bot.add_cog(ProfileCommands(bot))
    bot.add_dynamic_items(*BUTTONS, *city.BUTTONS, *page.BUTTONS, *reminders.BUTTONS)
    bot.modal_handlers |= {BASICS_FORM: take_basics, INTERESTS_FORM: take_interests}
    bot.modal_handlers |= {
        CITY_FORM: city.take_city,
        PAUSE_FORM: page.take_pause,
        ZONE_FORM: page.take_zone,
        REMINDERS_FORM: reminders.take_reminders,
    }
    bot.hints.append(STALE_PROFILE)
