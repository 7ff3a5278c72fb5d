"""A meetup like an earlier one: *Copy* on the page of a meetup, and the menu under a draft."""

from __future__ import annotations

from functools import partial

from cogs.actor import actor_of
from cogs.bot import Interaction
from cogs.buttons import PersistentButton, PersistentSelect
from cogs.custom_ids import COPY_MEETUP, DRAFT_FORM, LIKE_EARLIER
from cogs.meetups.channels import sees_channel
from cogs.meetups.modals import meetup_modal
from cogs.meetups.planning import try_request
from cogs.modals import send_modal
from domain.ids import MeetupId, get_id
from domain.meetups.meetup import DateRef
from domain.meetups.request import MeetupForm
from services.meetups import copying, drafting


class CopyMeetup(PersistentButton, custom_id=COPY_MEETUP):
    """*Copy*: opens the form of a new meetup with all that this one has, but for its time."""

    async def press(self, interaction: Interaction, ref: DateRef) -> None:
        actor = actor_of(interaction)
        sees = partial(sees_channel, interaction)
        draft_id, opened = await interaction.client.write(copying.begin, actor, ref.meetup_id, sees)
        form = MeetupForm.BASICS
        custom_id = DRAFT_FORM.make(form, draft_id)
        await send_modal(interaction, meetup_modal(form, custom_id, opened.filled, interaction.guild))


class LikeEarlier(PersistentSelect, custom_id=LIKE_EARLIER):
    """The menu of earlier meetups: the draft becomes like one of them, but for its title and its dates."""

    async def choose(self, interaction: Interaction, chosen: str, draft_id: MeetupId) -> None:
        actor, bot = actor_of(interaction), interaction.client
        sees = partial(sees_channel, interaction)
        like = await bot.read(copying.describe, actor, MeetupId(get_id(chosen)), sees)
        opened = await bot.read(drafting.open_draft, actor, draft_id)
        await try_request(interaction, opened.with_fields(like), draft_id)


BUTTONS = (CopyMeetup, LikeEarlier)
