"""Pictures of meetups on their way: from a form into the database, and from there onto a card."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import discord
from discord.ext import commands

from cogs.actor import actor_of
from cogs.bot import Interaction, LongtableBot
from cogs.delivery import UNREACHABLE
from cogs.modals import Upload
from cogs.permissions import find_missing
from domain.errors import Refusal
from domain.ids import PictureId
from domain.meetups.meetup import Session
from domain.meetups.pictures import check_size, make_picture
from languages import gettext
from services.meetups import pictures

_TIME_LIMIT_S = 20.0


class MeetupPictures(commands.Cog):
    """The cog that fetches what was uploaded, and has pictures at hand where they may be attached."""

    def __init__(self, bot: LongtableBot) -> None:
        self.bot = bot
        self._one_at_a_time = asyncio.Semaphore(1)  # one that is unpacked takes a lot of memory

    async def keep(self, interaction: Interaction, uploads: Sequence[Upload]) -> PictureId | None:
        """Stores the picture that was sent with a form and returns its id; None where none was sent.

        As that may take a while, the reply is an edit of the message from then on. Raises Refusal where it is
        no picture, or too large.
        """
        if not uploads:
            return None
        check_size(uploads[0].size)
        await interaction.response.defer()
        async with self._one_at_a_time:
            uploaded = await self._fetch(uploads[0])
            image = await asyncio.to_thread(make_picture, uploaded)
        return await self.bot.write(pictures.keep, actor_of(interaction), image)

    async def _fetch(self, upload: Upload) -> bytes:
        try:
            async with asyncio.timeout(_TIME_LIMIT_S):
                return await self.bot.http.get_from_cdn(upload.url)
        except UNREACHABLE as error:
            raise Refusal(
                gettext("I could not get that picture from Discord. Please send it once more.")
            ) from error

    async def find_attachable(
        self, session: Session, channel: discord.TextChannel | discord.Thread
    ) -> bytes | None:
        """Returns the picture for the card in this channel; None where there is none.

        Where the bot may not attach it, the host is told once.
        """
        picture_id = session.details.picture_id
        if picture_id is None:
            return None
        parent = channel.parent if isinstance(channel, discord.Thread) else channel
        if parent is not None and find_missing(parent, ["attach_files"]):
            await self.bot.write(pictures.note_cannot_attach, session, channel.id)
            return None
        return await self.load(session)

    async def load(self, session: Session) -> bytes | None:
        """Returns the picture of a date's meetup; None where there is none."""
        return await self.bot.read(pictures.load, session.meetup.guild_id, session.details.picture_id)

    async def note_shown(self, session: Session, *, is_shown: bool) -> None:
        """Notes whether the card shows the picture of its meetup now."""
        picture_id = session.details.picture_id if is_shown else None
        if picture_id != session.date.card_picture_id:
            await self.bot.write(pictures.set_shown, session.date.id, picture_id)
