"""The buttons that save or discard the draft of a meetup, and that cancel or keep a meetup."""

from __future__ import annotations

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton
from cogs.custom_ids import CANCEL_MEETUP, DISCARD_MEETUP, KEEP_MEETUP, SAVE_MEETUP
from cogs.ui import markup
from domain.ids import MeetupId
from domain.meetups.meetup import DateRef
from languages import gettext
from services.meetups import changing, drafting


class SaveMeetup(PersistentButton, custom_id=SAVE_MEETUP):
    """*Save* under a draft."""

    async def press(self, interaction: Interaction, draft_id: MeetupId) -> None:
        session = await interaction.client.write(drafting.save_draft, actor_of(interaction), draft_id)
        text = gettext(
            "Saved. I'll announce **{title}** in {channel} by myself.",
            title=markup.plain(session.meetup.details.title),
            channel=markup.channel(session.meetup.details.channel_id),
        )
        await interaction.response.edit_message(content=text, embed=None, view=None)


class DiscardMeetup(PersistentButton, custom_id=DISCARD_MEETUP):
    """*Discard* under a draft."""

    async def press(self, interaction: Interaction, draft_id: MeetupId) -> None:
        await interaction.client.write(drafting.discard_draft, actor_of(interaction), draft_id)
        await interaction.response.edit_message(content=gettext("Discarded."), embed=None, view=None)


class CancelMeetup(PersistentButton, custom_id=CANCEL_MEETUP):
    """*Cancel all dates* under the question; `version` is that of the meetup as the member saw it."""

    async def press(self, interaction: Interaction, ref: DateRef, version: int) -> None:
        meetup = await interaction.client.write(changing.cancel, actor_of(interaction), ref, version)
        text = gettext(
            "Cancelled: **{title}**. Those who answered are told.",
            title=markup.plain(meetup.details.title),
        )
        await interaction.response.edit_message(content=text, embed=None, view=None)


class KeepMeetup(PersistentButton, custom_id=KEEP_MEETUP):
    """*Keep it* under the question."""

    async def press(self, interaction: Interaction) -> None:
        await interaction.response.edit_message(
            content=gettext("Nothing has changed."), embed=None, view=None
        )


BUTTONS = (SaveMeetup, DiscardMeetup, CancelMeetup, KeepMeetup)
