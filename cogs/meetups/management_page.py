"""The private page on which a meetup is managed, shown where the member is."""

from __future__ import annotations

import discord

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.meetups.management_views import management_view
from cogs.ui.meetups.managing import management_page
from cogs.ui.meetups.pictures import attach
from domain.errors import Refusal, Unavailable
from domain.meetups.meetup import DateRef
from services.meetups import managing


async def show_page(interaction: Interaction, ref: DateRef, heading: str = "") -> None:
    """Shows the page of a date; `heading` says what has just been done.

    That alone is said to whoever hosts the date no more since. Raises Refusal where there is no such date, or
    the member may not change it.
    """
    actor = actor_of(interaction)
    try:
        page = await interaction.client.read(managing.show, actor, ref)
    except Refusal as refusal:
        if not heading or isinstance(refusal, Unavailable):
            raise
        await _say(interaction, heading)
        return
    overview, meetup = page.overview, page.session.meetup
    assert interaction.guild is not None, "actor_of refuses what is not in a server"
    is_lost = meetup.circle_id is None and interaction.guild.get_channel(meetup.details.channel_id) is None
    embed = management_page(
        page.session,
        overview.upcoming,
        overview.newcomers,
        page.agenda,
        actor.user_id,
        heading,
        offer=page.offer,
        is_over=overview.is_over,
        is_lost=is_lost,
        counted=page.feedback,
        concerns_series=page.concerns_series,
    )
    await turn_page(interaction, embed, management_view(page))


async def _say(interaction: Interaction, text: str) -> None:
    if interaction.message is None:
        await interaction.response.send_message(text, ephemeral=True)
    else:
        await interaction.response.edit_message(content=text, embed=None, view=None)


async def turn_page(
    interaction: Interaction, embed: discord.Embed, view: discord.ui.View, image: bytes | None = None
) -> None:
    """Shows this in place of the private message under which the member has pressed something, if any.

    `image` is the picture that the embed shows.
    """
    files = attach(embed, image)
    if interaction.response.is_done():
        await interaction.edit_original_response(content=None, embed=embed, view=view, attachments=files)
    elif interaction.message is None:
        await interaction.response.send_message(embed=embed, view=view, files=files, ephemeral=True)
    else:
        await interaction.response.edit_message(content=None, embed=embed, view=view, attachments=files)
