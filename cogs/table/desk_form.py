"""*Front desk* under the set-up: a form that says where it stands, and whether it is put up again."""

from __future__ import annotations

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import FRONT_DESK_FORM
from cogs.modals import ModalValues, channel_field, make_modal, send_modal
from cogs.permissions import DESK, check_permissions
from cogs.table.front_desk import FrontDesks
from domain.errors import Refusal
from domain.table import FrontDesk
from languages import gettext, gettext_noop
from services.table import front_desk

_LACKS = gettext_noop("In {channel} I lack: {permissions}. Grant that, or pick another channel.")


class OfferDesk(PersistentButton, custom_id=FRONT_DESK_FORM):
    """*Front desk* under the set-up."""

    async def press(self, interaction: Interaction) -> None:
        desk = await interaction.client.read(front_desk.find, _get_guild_id(interaction))
        await send_modal(interaction, _form(desk))


async def take_desk_form(interaction: Interaction, values: ModalValues) -> None:
    """Has the front desk stand where it was picked; where nothing was, takes it down.

    Raises Refusal for members without Manage Server, and where the bot may not write there.
    """
    guild_id, bot = _get_guild_id(interaction), interaction.client
    channel = _get_channel(interaction, values["channel"] or [])
    await bot.write(
        front_desk.place, guild_id, channel.id if channel else None, is_kept=bool(values.get("keep"))
    )
    text = (
        gettext("The front desk is on its way to {channel}. You may want to pin it.", channel=channel.mention)
        if channel is not None
        else gettext("There is no front desk now. `/longtable set` brings it back.")
    )
    await interaction.response.send_message(text, ephemeral=True)
    async with bot.reporter.reporting("putting up a front desk"):
        await bot.cog(FrontDesks).tick()


def _get_guild_id(interaction: Interaction) -> int:
    """Returns the id of the server. Raises Refusal for members without Manage Server."""
    actor = actor_of(interaction)
    if not actor.runs_server:
        raise Refusal(gettext("Setting up is for members with Manage Server."))
    return actor.guild_id


def _get_channel(interaction: Interaction, picked: list[str]) -> discord.TextChannel | None:
    """Returns the channel that was picked; None for none. Raises Refusal where it cannot stand there."""
    assert interaction.guild is not None, "actor_of refuses what is not in a server"
    if not picked:
        return None
    channel = interaction.guild.get_channel(int(picked[0]))
    if not isinstance(channel, discord.TextChannel):
        raise Refusal(gettext("The front desk stands in a text channel. Pick another, please."))
    check_permissions(channel, DESK, _LACKS)
    return channel


def _form(desk: FrontDesk | None) -> discord.ui.Modal:
    return make_modal(
        FRONT_DESK_FORM.make(),
        gettext("The front desk"),
        channel_field(
            "channel",
            gettext("In which channel?"),
            [discord.ChannelType.text],
            desk.channel_id if desk else None,
            description=gettext("One message that says what this is, with buttons. Empty: none."),
        ),
        discord.ui.Label(
            text=gettext("Keep it there"),
            description=gettext("If somebody deletes it, it is posted again."),
            component=discord.ui.Checkbox(custom_id="keep", default=desk is None or desk.is_kept),
        ),
    )
