"""The list of who comes to a date, as a file for its host."""

from __future__ import annotations

import io

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import GUEST_LIST
from cogs.members import find_members
from cogs.ui.meetups import guest_lists as ui
from domain.meetups.meetup import DateRef
from languages import gettext
from services.meetups import guest_lists


class SendGuestList(PersistentButton, custom_id=GUEST_LIST):
    """*Guest list*: a file in a private reply of its own, beside the page."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        bot, guild = interaction.client, interaction.guild
        assert guild is not None, "actor_of refuses what is not in a server"
        session, entries = await bot.read(guest_lists.load, actor_of(interaction), ref)
        await interaction.response.defer(ephemeral=True, thinking=True)  # Discord is asked for names
        listed = entries[: ui.MOST_LISTED]
        members = await find_members(guild, [entry.user_id for entry in listed], bot.limiter)
        names = {member.id: member.display_name for member in members}
        data = ui.spreadsheet(session, listed, names)
        file = discord.File(
            io.BytesIO(data), ui.file_name(session), description=gettext("Who comes, as a table")
        )
        text = ui.reply(session, len(listed), len(entries) - len(listed))
        await interaction.followup.send(text, file=file, ephemeral=True)


BUTTONS = (SendGuestList,)
