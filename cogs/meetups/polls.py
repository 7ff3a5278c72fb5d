"""Polls: a message with a button for each time, and a picture of the votes."""

from __future__ import annotations

import asyncio
import io

import discord
from discord.ext import commands

from cogs import retyping
from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.buttons import PersistentButton
from cogs.custom_ids import ASK_POLL, PLAN_WINNER, POLL_VOTE
from cogs.delivery import UNREACHABLE, OutgoingMessage
from cogs.meetups.channels import check_channel, find_channel
from cogs.meetups.planning import show_draft
from cogs.meetups.views import poll_buttons
from cogs.modals import ModalValues, make_modal, send_modal, text_field
from cogs.ui import charts
from cogs.ui.meetups import polls as ui
from domain.errors import Refusal, Unavailable
from domain.ids import PollId
from domain.meetups.poll import PollResult
from domain.posts import Post
from languages import gettext, use_language
from services.meetups import polling


class PollPictures(commands.Cog):
    """The pictures of polls, redrawn after votes; votes during a drawing share the next one."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._drawing: set[PollId] = set()
        self._outdated: set[PollId] = set()

    async def write_anew(self, post: Post) -> OutgoingMessage | None:
        """Returns the message of a poll that is over; None where the poll is gone."""
        result = await self.bot.read(polling.load_present, post)
        if result is None:
            return None
        return OutgoingMessage("", ui.poll(result, with_picture=True, is_over=True))

    async def redraw(self, interaction: Interaction, poll_id: PollId) -> None:
        """Edits the poll's message to show a picture of the votes as they are now."""
        self._outdated.add(poll_id)
        if poll_id in self._drawing:
            return
        self._drawing.add(poll_id)
        try:
            while poll_id in self._outdated:
                self._outdated.discard(poll_id)
                result = await self.bot.read(polling.show, actor_of(interaction), poll_id)
                with use_language(self.bot.language_of(result.poll.guild_id)):
                    embed, file = ui.poll(result, with_picture=True), await draw_poll(result)
                await interaction.edit_original_response(embed=embed, attachments=[file])
        except UNREACHABLE as error:  # the text is right, and the next vote redraws the picture
            await self.bot.reporter.report(error, "the picture of a poll")
        finally:
            self._drawing.discard(poll_id)


async def draw_poll(result: PollResult) -> discord.File:
    """Returns the poll as a PNG, drawn off the event loop, with a description for those who cannot see it."""
    png = await asyncio.to_thread(charts.draw_grid, ui.grid(result))
    return discord.File(io.BytesIO(png), ui.PICTURE, description=ui.in_words(result))


async def ask(interaction: Interaction, title: str, times: str | None) -> None:
    """Posts a poll; what is refused comes back in a form, as it was typed.

    Raises Refusal where the member may not make polls.
    """
    bot, actor = interaction.client, actor_of(interaction)
    await bot.read(polling.check_host, actor)
    try:
        result = await polling.ask(bot.transactions, actor, title, times)
    except Unavailable:
        raise
    except Refusal as refusal:
        typed = {gettext("Title"): title, gettext("When"): times or ""}
        await retyping.offer_again(interaction, refusal, ASK_POLL.make(), typed)
        return
    with use_language(bot.language_of(result.poll.guild_id)):
        embed, view = ui.poll(result, with_picture=False), poll_buttons(result.poll)
    sent = await interaction.response.send_message(embed=embed, view=view)
    if sent.message_id is not None and interaction.channel_id is not None:
        await bot.write(polling.note_message, result.poll, interaction.channel_id, sent.message_id)
    await bot.cog(PollPictures).redraw(interaction, result.poll.id)


class AskAgain(PersistentButton, custom_id=ASK_POLL):
    """*Edit* under what a poll was refused with."""

    async def press(self, interaction: Interaction) -> None:
        typed = retyping.read_typed(interaction, ("title", "times"))
        title = text_field("title", gettext("Title"), typed.get("title"), is_required=True)
        times = text_field("times", gettext("When"), typed.get("times"))
        await send_modal(interaction, make_modal(ASK_POLL.make(), gettext("When?"), title, times))


async def take_poll(interaction: Interaction, values: ModalValues) -> None:
    """Posts the poll that was filled in."""
    await ask(interaction, values["title"], values["times"] or None)


class VoteForSlot(PersistentButton, custom_id=POLL_VOTE):
    """The number of a time; `index` counts from 0."""

    is_private = None

    async def press(self, interaction: Interaction, poll_id: PollId, index: int) -> None:
        bot = interaction.client
        result, own = await bot.write(polling.vote, actor_of(interaction), poll_id, index)
        with use_language(bot.language_of(result.poll.guild_id)):
            embed = ui.poll(result, with_picture=True)
        await interaction.response.edit_message(embed=embed)
        await interaction.followup.send(ui.chosen(result.poll, own), ephemeral=True)
        await bot.cog(PollPictures).redraw(interaction, poll_id)


class PlanWinner(PersistentButton, custom_id=PLAN_WINNER):
    """*Plan what suits most*, for hosts."""

    is_private = None

    async def press(self, interaction: Interaction, poll_id: PollId) -> None:
        channel_id = await find_channel(interaction)
        check_channel(interaction, channel_id)
        draft = await interaction.client.write(polling.plan, actor_of(interaction), poll_id, channel_id)
        await show_draft(interaction, draft, gettext("This suits most. Save it?"))


BUTTONS = (AskAgain, VoteForSlot, PlanWinner)
