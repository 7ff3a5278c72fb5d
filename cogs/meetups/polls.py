"""Polls: a message with a button for each time, and a picture that follows the votes."""

from __future__ import annotations

import asyncio
import io

import discord

from cogs.asking import actor_of
from cogs.buttons import Button, Pressable, row
from cogs.delivery import UNREACHABLE
from cogs.errors import Reporter
from cogs.meetups.buttons import Drafts, draft_buttons
from cogs.ui import charts
from cogs.ui import meetups as meetups_ui
from cogs.ui import polls as ui
from domain.ids import PollId, get_id
from domain.meetups.poll import Poll, Standing
from languages import gettext, speaking
from services.meetups.polling import Polling

_ID = r"\d{1,19}"
_GREY, _GREEN = discord.ButtonStyle.secondary, discord.ButtonStyle.success


class Pictures:
    """Draws each poll's picture after its votes: several at once cost one drawing more."""

    def __init__(self, polling: Polling, reporter: Reporter) -> None:
        self.polling = polling
        self.reporter = reporter
        self._drawing: set[PollId] = set()
        self._outdated: set[PollId] = set()

    async def follow(self, interaction: discord.Interaction, poll_id: PollId) -> None:
        """Have the message show a picture of the votes as they are now."""
        self._outdated.add(poll_id)
        if poll_id in self._drawing:
            return
        self._drawing.add(poll_id)
        try:
            while poll_id in self._outdated:
                self._outdated.discard(poll_id)
                standing = await self.polling.show(actor_of(interaction), poll_id)
                with speaking(self.polling.desk.language_of(standing.poll.guild_id)):
                    embed, file = ui.poll(standing, with_picture=True), await draw(standing)
                await interaction.edit_original_response(embed=embed, attachments=[file])
        except UNREACHABLE as error:  # the text is right all the same, and the next vote draws it anew
            await self.reporter.report(error, "the picture of a poll")
        finally:
            self._drawing.discard(poll_id)


async def draw(standing: Standing) -> discord.File:
    """The poll as a picture, with the same in words for those who do not see it."""
    written = await asyncio.to_thread(charts.draw_grid, ui.grid(standing))
    return discord.File(io.BytesIO(written), ui.PICTURE, description=ui.in_words(standing))


def make_poll_buttons(
    polling: Polling, drafts: Drafts, pictures: Pictures, reporter_: Reporter
) -> list[type[Pressable]]:
    """The button classes, bound to what they press."""

    class Can(Pressable, template=rf"can\|{_ID}\|\d"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            poll_id = PollId(get_id(arguments[0]))
            standing, own = await polling.vote(actor_of(interaction), poll_id, int(arguments[1]))
            with speaking(polling.desk.language_of(standing.poll.guild_id)):
                embed = ui.poll(standing, with_picture=True)
            await interaction.response.edit_message(embed=embed)
            await interaction.followup.send(ui.chosen(standing.poll, own), ephemeral=True)
            await pictures.follow(interaction, poll_id)

    class PlanWinner(Pressable, template=rf"winner\|{_ID}"):
        reporter = reporter_
        is_private = None

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            poll_id = PollId(get_id(arguments[0]))
            draft = await polling.plan(actor_of(interaction), poll_id, interaction.channel_id or 0)
            drafts.keep(draft)
            embed = meetups_ui.preview(draft.meetup, draft.upcoming, gettext("This suits most. Save it?"))
            await interaction.response.send_message(embed=embed, view=draft_buttons(draft), ephemeral=True)

    return [Can, PlanWinner]


def poll_buttons(poll: Poll) -> discord.ui.View:
    """A number for each time, and the winner for hosts."""
    numbers: list[Button] = [
        (str(place + 1), f"can|{poll.id}|{place}", _GREY) for place in range(len(poll.slots))
    ]
    return row(*numbers, (gettext("🗓️ Plan what suits most"), f"winner|{poll.id}", _GREEN))
