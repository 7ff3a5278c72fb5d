"""The slash commands of one's own data."""

from __future__ import annotations

import io
from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from cogs.asking import actor_of
from cogs.buttons import Pressable, row
from cogs.errors import Reporter
from cogs.leavers import Leave
from languages import gettext, gettext_noop
from services.privacy import Privacy

_WARNING = gettext_noop(
    "I erase everything that I know about you in this server: your profile, answers, "
    "votes, attendance, circles, links, and whom you avoid. Problems, proposals and "
    "meetups of yours stay for the others, without your name; nobody can tell any more "
    "which anonymous ones were yours, not even you. Messages that stand in channels "
    "stay; their cards are drawn anew without you. Backups forget you when they are "
    "replaced.\nThis can't be taken back. `/privacy export` gives you a copy first."
)


@app_commands.guild_only()
class PrivacyCommands(commands.GroupCog, group_name="privacy", group_description="What I know about you"):
    """`/privacy …`; whoever erases themselves leaves every column first, so that seats move up."""

    def __init__(self, privacy: Privacy, leave: Sequence[Leave]) -> None:
        self.privacy = privacy
        self.leave = leave

    @app_commands.command(description="Everything I know about you in this server, as a file")
    async def export(self, interaction: discord.Interaction) -> None:
        written = await self.privacy.export(actor_of(interaction))
        file = discord.File(
            io.BytesIO(written), "my-data.json", description=gettext("Everything about you, as JSON")
        )
        text = gettext("This is everything I know about you here. It begins with an index.")
        await interaction.response.send_message(text, file=file, ephemeral=True)

    @app_commands.command(description="Erase everything I know about you in this server")
    async def erase(self, interaction: discord.Interaction) -> None:
        view = row((gettext("Erase everything"), "erase|", discord.ButtonStyle.danger))
        await interaction.response.send_message(gettext(_WARNING), view=view, ephemeral=True)

    async def erase_now(self, interaction: discord.Interaction) -> None:
        """The member has confirmed it."""
        actor = actor_of(interaction)
        await interaction.response.defer()  # leaving a circle may take a moment
        counts = await self.privacy.count(actor)
        for leave in self.leave:
            await leave(actor.guild_id, actor.user_id)
        await self.privacy.erase(actor)
        await interaction.edit_original_response(content=_told(counts), view=None)


def make_buttons(commands_: PrivacyCommands, reporter_: Reporter) -> list[type[Pressable]]:
    """The button class, bound to what it presses."""

    class Erase(Pressable, template=r"erase\|"):
        reporter = reporter_

        async def press(self, interaction: discord.Interaction, arguments: list[str]) -> None:
            await commands_.erase_now(interaction)

    return [Erase]


def _told(counts: Sequence[tuple[str, int]]) -> str:
    """What was erased, in words."""
    if not counts:
        return gettext("There was nothing about you.")
    return "\n".join([gettext("Erased, for good:"), *(f"- {about}: {count}" for about, count in counts)])
